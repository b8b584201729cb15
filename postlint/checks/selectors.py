"""Places in a post that several checks look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.nlp.post import Block, Post, Sentence

AUTHOR_CUES = frozenset(
    {"about-author", "about-firm", "dropped-subject", "author-word", "firm-word"}
)
"""Cues of sentences in which the author or the firm has a part."""

_LINKED_TAG = re.compile(r"<a\s[^<>]*>\s*[#@]|\[[#@][^\[\]]*\]\(")

_URL = re.compile(r"(?<![(\"'=\w])(?:https?://|www\.)\w")
"""A URL that is not the address of a picture or in a tag."""


def content_sentences(post: Post) -> list[Sentence]:
    """Return the sentences that say something: hashtags, headings and quotations left out."""
    return [
        sentence
        for sentence in post.sentences
        if not sentence.quoted and not sentence.cues & {"tags", "heading"}
    ]


def closing_block(post: Post) -> Block:
    """Return the last block that says something: where what is missing would go."""
    said = [sentence.block for sentence in post.sentences if "tags" not in sentence.cues]
    return said[-1] if said else post.blocks[-1]


def has_link(post: Post) -> bool:
    """Return whether a post links to something; a link alone in its paragraph belongs to no block.

    Hashtags and mentions that are links, as some networks export them, lead nowhere.
    """
    draft = post.draft
    links = sum(block.links for block in draft.blocks)
    if links:
        text = draft.source.text
        return links > len(_LINKED_TAG.findall(text, draft.body.start, draft.body.end))
    return bool(_URL.search(draft.source.text, draft.body.start, draft.body.end))
