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
    """A line of the file that is about a word, or about several words written as one."""

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
        """Whether it is a word that nobody wrote, of the enhanced graph only."""
        return "." in self.number

    @property
    def space_after(self) -> bool:
        return "SpaceAfter=No" not in self.misc.split("|")


def read_documents(path: Path) -> Iterator[Passage]:
    """Yield each document of a treebank: its sentences, paragraph breaks among their gaps.

    Raises:
        ValueError: a line is not CoNLL-U.
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
    """Yield for each sentence the first word of each of its comments, and its rows."""
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
    gap = " " if words[-1].space_after else ""
    words[-1] = replace(words[-1], space_after=False)
    return TreebankSentence(tuple(words), gap)


def _word(row: _Row) -> TreebankToken:
    place = int(row.number) - 1
    head = int(row.head)
    return TreebankToken(
        form=row.form,
        lemma=row.lemma,
        upos=row.upos,
        xpos=row.xpos,
        feats="" if row.feats == "_" else row.feats,
        head=head - 1 if head else place,
        dep=row.deprel,
        space_after=row.space_after,
    )


def _split_multiword(words: Sequence[TreebankToken], row: _Row) -> list[TreebankToken]:
    """Give each word of a multi-word token its share of what is written.

    Mostly the words are cut out of the token ("don't" is "do" and "n't"). Where they are not ("its"
    for "it's"), each takes as many letters as it is long, and the last one what is left.
    """
    forms: list[str] = []
    rest = row.form
    if len(rest) < len(words):
        raise ValueError(f"{row.form!r} is too short to be {len(words)} words")
    for still_to_come, word in zip(range(len(words) - 1, -1, -1), words, strict=True):
        length = min(len(word.form), len(rest) - still_to_come) if still_to_come else len(rest)
        forms.append(rest[:length])
        rest = rest[length:]
    shared = [
        replace(word, form=form, space_after=False) for word, form in zip(words, forms, strict=True)
    ]
    return [*shared[:-1], replace(shared[-1], space_after=row.space_after)]
