"""Parts of a post that several checks need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.nlp.post import Block, Post, Sentence

_LINKED_TAG = re.compile(r"<a\s[^<>]*>\s*[#@]|\[[#@][^\[\]]*\]\(")

_URL = re.compile(r"(?<![(\"'=\w])(?:https?://|www\.)\w")
"""A URL in the text, not the address of a picture or an attribute of a tag."""


def content_sentences(post: Post) -> list[Sentence]:
    """Return the sentences of the author's text, without hashtags, headings, and quotations."""
    return [
        sentence
        for sentence in post.sentences
        if not sentence.quoted and not sentence.cues & {"tags", "heading"}
    ]


def closing_block(post: Post) -> Block:
    """Return the last block with text other than hashtags."""
    said = [sentence.block for sentence in post.sentences if "tags" not in sentence.cues]
    return said[-1] if said else post.blocks[-1]


def first_words(text: str, number: int) -> str:
    """Return the first words of a text, with an ellipsis if there are more."""
    words = text.split()
    return " ".join(words[:number]) + " …" * (len(words) > number)


def has_link(post: Post) -> bool:
    """Return whether a post has a link, even if the link is a paragraph of its own.

    Some networks export hashtags and mentions as links. These don't count.
    """
    draft = post.draft
    links = sum(block.links for block in draft.blocks)
    if links:
        text = draft.source.text
        return links > len(_LINKED_TAG.findall(text, draft.body.start, draft.body.end))
    return bool(_URL.search(draft.source.text, draft.body.start, draft.body.end))
