"""Places in a post that several checks point to, and its own words for their helps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from postlint.posts import phrases

if TYPE_CHECKING:
    from postlint.posts.post import Block, Post, Sentence

_QUOTE_LENGTH = 80
_LINKED_TAG = re.compile(r"<a\s[^<>]*>\s*[#@]|\[[#@][^\[\]]*\]\(")

_URL = re.compile(r"(?<![(\"'=\w])(?:https?://|www\.)\w")
"""A URL that is not the address of a picture or in a tag."""


def spoken(post: Post) -> list[Sentence]:
    """Return the sentences that say something: hashtags, headings and quotations left out."""
    return [
        sentence
        for sentence in post.sentences
        if not sentence.quoted and not sentence.cues & {"tags", "heading"}
    ]


def about_author(post: Post) -> list[Sentence]:
    """Return the sentences that are about the author or the author's firm."""
    return [sentence for sentence in spoken(post) if sentence.about == "author"]


def closing_block(post: Post) -> Block:
    """Return the last block that says something: where what is missing would go."""
    said = [sentence.block for sentence in post.sentences if "tags" not in sentence.cues]
    return said[-1] if said else post.blocks[-1]


def has_link(post: Post) -> bool:
    """Say whether a post links to something; a link alone in its paragraph belongs to no block.

    Hashtags and mentions that are links, as some networks export them, lead nowhere.
    """
    draft = post.draft
    links = sum(block.links for block in draft.blocks)
    if links:
        text = draft.source.text
        return links > len(_LINKED_TAG.findall(text, draft.body.start, draft.body.end))
    return bool(_URL.search(draft.source.text, draft.body.start, draft.body.end))


def quote_best(sentences: Sequence[Sentence]) -> str | None:
    """Return, in quotation marks, the sentence that gives most to build on.

    It is the longest full sentence that a quotation can hold whole; None where there is none.
    """
    texts = [" ".join(sentence.original.split()) for sentence in sentences if _is_full(sentence)]
    best = max((text for text in texts if len(text) <= _QUOTE_LENGTH), key=len, default=None)
    return best and f"“{best.rstrip('.!')}”"


def _is_full(sentence: Sentence) -> bool:
    """Say whether a sentence can stand alone: a verb, a beginning, an end; no thanks or excuse.

    Nor is it a headline in capitals, or the date and place of something.
    """
    tags = [token.tag_ for token in sentence.tokens]
    return (
        not sentence.cues & {"fragment", "celebration", "contact", "question"}
        and not phrases.GO_AND_READ.search(sentence.text.lower())
        and "sorry" not in sentence.text.lower()
        and not sentence.text.isupper()
        and not any(letter.isdigit() for letter in sentence.text)
        and sentence.act == "tells"
        and sentence.text[:1].isupper()
        and sentence.text[-1] in ".!"
        and any(tag.startswith("VB") for tag in tags)
    )
