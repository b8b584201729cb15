"""Where sentences may start in posts.

The parser splits sentences, but it was trained on running text. In a post a line break ends a
sentence even without a full stop, unless the paragraph is merely wrapped at a column; and
a sentence never starts in the middle of a line after a bare word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from postlint.drafts.wrapping import is_hard_wrapped

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MAX_WORDS = 200
"""What goes on for longer is no sentence; a cut keeps the analysis linear."""
_OPEN_ENDED = frozenset(",-–—/&%$€£+'’(\"“[")
_CLOSERS = frozenset("\"'”’)]»*_")


def unwrap(text: str) -> str:
    """Return the text with the line breaks of a hard-wrapped paragraph as blanks, same length."""
    return text.replace("\n", " ") if is_hard_wrapped(text) else text


def mark_sentence_starts(doc: Doc) -> None:
    """Tell the parser where a sentence must start and where none may."""
    previous: Token | None = None
    length = 0
    starts: list[int] = []
    cased = any(
        token.text[0].isupper() for token in doc if token.i == 0 or doc[token.i - 1].is_space
    )
    for token in doc:
        start: bool | None = False
        if not token.is_space:
            start = _starts(token, previous, cased=cased)
            if length >= _MAX_WORDS and start is False:
                start = True
            length = length + 1 if start is False else 1
            previous = token
        starts.append({True: 1, False: -1, None: 0}[start])
    # One write for all: setting them one by one walks the whole Doc each time.
    values = np.array(starts, dtype="int64").astype("uint64")
    doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]


def _starts(token: Token, previous: Token | None, *, cased: bool) -> bool | None:
    """Say whether a sentence starts with `token`; None leaves it to the parser."""
    if token.i == 0:
        return None
    before = token.nbor(-1)
    if before.is_space and "\n" in before.text:
        # Where the author does use capitals, a small letter goes on with the sentence.
        goes_on = cased and token.text[0].islower() and not _ends(previous)
        return None if goes_on else True
    return None if _may_end(previous, token) else False


def _ends(token: Token | None) -> bool:
    return token is None or not (token.text[-1].isalnum() or token.text[-1] in _OPEN_ENDED)


def _may_end(previous: Token | None, token: Token) -> bool:
    """Say whether a sentence can end with `previous` when `token` is the next word."""
    if previous is None:
        return True
    if previous.text[0] in "#@":
        return not (token.text[0] in "#@" or token.text[0].islower())
    return previous.text[-1] in _CLOSERS or _ends(previous)
