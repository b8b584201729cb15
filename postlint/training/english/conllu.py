"""Reads treebanks in CoNLL-U, the format of Universal Dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from postlint.training.english.treebank import Passage, TreebankSentence, TreebankToken

_COLUMNS = 10
_PARAGRAPH_BREAK = "\n\n"


_Row = list[str]
"""The columns of a line: a word, or several words that are written as one."""


def read_documents(path: Path) -> Iterator[Passage]:
    """Yield the sentences of each document of a treebank.

    Raises:
        ValueError: a line isn't CoNLL-U.
    """
    document: list[TreebankSentence] = []
    for comments, rows in _blocks(path):
        if document and "newdoc" in comments:
            yield tuple(document)
            document = []
        if document and "newpar" in comments:
            document[-1] = replace(document[-1], whitespace_after=_PARAGRAPH_BREAK)
        document.append(_sentence(rows))
    if document:
        yield tuple(document)


def _blocks(path: Path) -> Iterator[tuple[set[str], list[_Row]]]:
    """Yield the first word of each comment and the rows of each sentence."""
    comments: set[str] = set()
    rows: list[_Row] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            line = line.rstrip("\r\n")
            if line.startswith("#"):
                comments.update(line.lstrip("# ").split()[:1])
            elif line:
                columns = line.split("\t")
                if len(columns) != _COLUMNS:
                    raise ValueError(f"{path}, line {number}: not {_COLUMNS} columns")
                rows.append(columns)
            elif rows:
                yield comments, rows
                comments, rows = set(), []
    if rows:
        yield comments, rows


def _sentence(rows: Iterable[_Row]) -> TreebankSentence:
    words: list[TreebankToken] = []
    multiwords: list[tuple[str, str, bool]] = []
    for number, form, lemma, upos, xpos, feats, head, dep, _, misc in rows:
        space_after = "SpaceAfter=No" not in misc.split("|")
        if "-" in number:
            multiwords.append((number, form, space_after))
        elif "." not in number:  # else it's an elided word, which is only in the enhanced graph
            words.append(
                TreebankToken(
                    form,
                    upos,
                    xpos,
                    dep,
                    head=int(head if head != "0" else number) - 1,
                    feats="" if feats == "_" else feats,
                    lemma=lemma,
                    space_after=space_after,
                )
            )
    for number, form, space_after in multiwords:
        first, last = map(int, number.split("-"))
        words[first - 1 : last] = _split_multiword(words[first - 1 : last], form, space_after)
    whitespace_after = " " if words[-1].space_after else ""
    words[-1] = replace(words[-1], space_after=False)
    return TreebankSentence(tuple(words), whitespace_after)


def _split_multiword(
    words: Sequence[TreebankToken], form: str, space_after: bool
) -> Iterator[TreebankToken]:
    """Yield the words of a multi-word token, each with a part of the token's form.

    Usually, the words are parts of the token ("don't" is "do" and "n't"). If not ("its" for
    "it's"), each word gets as many characters as it has, and the last one the rest.
    """
    if len(form) < len(words):
        raise ValueError(f"{form!r} is too short for {len(words)} words")
    for words_left, word in zip(range(len(words) - 1, 0, -1), words, strict=False):
        length = min(len(word.form), len(form) - words_left)
        yield replace(word, form=form[:length], space_after=False)
        form = form[length:]
    yield replace(words[-1], form=form, space_after=space_after)
