"""Reads treebanks in CoNLL-U, the format of Universal Dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from postlint.training.english.treebank import Passage, TreebankSentence, TreebankToken

_COLUMNS = 10
_PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file: a word, or several words that are written as one."""

    number: str
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: str
    deprel: str
    deps: str
    misc: str

    @property
    def is_multiword(self) -> bool:
        return "-" in self.number

    @property
    def is_empty_node(self) -> bool:
        """Whether it's an elided word that is only in the enhanced graph."""
        return "." in self.number

    @property
    def space_after(self) -> bool:
        return "SpaceAfter=No" not in self.misc.split("|")


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
                rows.append(_Row(*columns))
            elif rows:
                yield comments, rows
                comments, rows = set(), []
    if rows:
        yield comments, rows


def _sentence(rows: Iterable[_Row]) -> TreebankSentence:
    words: list[TreebankToken] = []
    multiwords: list[_Row] = []
    for row in rows:
        if row.is_multiword:
            multiwords.append(row)
        elif not row.is_empty_node:
            words.append(_word(row))
    for row in multiwords:
        first, last = (int(number) for number in row.number.split("-"))
        words[first - 1 : last] = _split_multiword(words[first - 1 : last], row)
    whitespace_after = " " if words[-1].space_after else ""
    words[-1] = replace(words[-1], space_after=False)
    return TreebankSentence(tuple(words), whitespace_after)


def _word(row: _Row) -> TreebankToken:
    index = int(row.number) - 1
    head = int(row.head)
    return TreebankToken(
        form=row.form,
        lemma=row.lemma,
        upos=row.upos,
        xpos=row.xpos,
        feats="" if row.feats == "_" else row.feats,
        head=head - 1 if head else index,
        dep=row.deprel,
        space_after=row.space_after,
    )


def _split_multiword(words: Sequence[TreebankToken], row: _Row) -> list[TreebankToken]:
    """Give each word of a multi-word token a part of the token's form.

    Usually, the words are parts of the token ("don't" is "do" and "n't"). If not ("its" for
    "it's"), each word gets as many characters as it has, and the last one the rest.
    """
    forms: list[str] = []
    rest = row.form
    if len(rest) < len(words):
        raise ValueError(f"{row.form!r} is too short for {len(words)} words")
    for words_left, word in zip(range(len(words) - 1, -1, -1), words, strict=True):
        length = min(len(word.form), len(rest) - words_left) if words_left else len(rest)
        forms.append(rest[:length])
        rest = rest[length:]
    split = [
        replace(word, form=form, space_after=False) for word, form in zip(words, forms, strict=True)
    ]
    return [*split[:-1], replace(split[-1], space_after=row.space_after)]
