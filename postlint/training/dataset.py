"""Reads labeled posts: JSON Lines, one post per line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postlint.core.errors import PostlintError
from postlint.core.files import is_folder, read_text
from postlint.core.platforms import normalize_platform
from postlint.document.draft import Draft, read_draft
from postlint.document.source import Source
from postlint.scoring.logistic_model import LABELS

BINARY_LABELS = tuple(label for label in LABELS if label != "relevance")
_MAX_BYTES = 500_000_000
"""Size limit of a file of labeled posts, which is read into memory as a whole."""

RELEVANT_GRADE = 2
"""The lowest grade of relevance (0 to 3) that counts as relevant."""

_HELD_OUT_EVERY = 5
"""The encoder isn't trained on one author in this many."""


@dataclass(frozen=True)
class LabeledPost:
    """A post and the labels that readers gave it; see `models/posts/README.md`.

    Attributes:
        id: unique name of the post.
        author: no model is tested on an author that it was trained on.
        relevance: how useful it is to a prospective client, 0 to 3.
        binary_labels: `self_focus`, `question`, `tie`, and `anecdote`.
        text: the post, as Markdown.
    """

    id: str
    author: str
    platform: str | None
    relevance: int
    binary_labels: dict[str, bool]
    text: str

    def label(self, name: str) -> bool:
        """Return whether the post has a label; it has `relevance` from grade 2 on."""
        return self.relevance >= RELEVANT_GRADE if name == "relevance" else self.binary_labels[name]

    @property
    def offers_nothing(self) -> bool:
        """Whether a prospective client gets nothing from it: no relevance, no tie, no question."""
        return not any(self.label(name) for name in ("relevance", "tie", "question"))

    @property
    def is_useful(self) -> bool:
        """Whether it's relevant and ties back to the reader."""
        return self.label("relevance") and self.label("tie")

    @property
    def is_only_about_author(self) -> bool:
        """Whether it's only about its author, offers nothing, and isn't an anecdote."""
        return self.offers_nothing and self.label("self_focus") and not self.label("anecdote")

    def draft(self) -> Draft:
        """Return the post as a draft."""
        return read_draft(Source(f"{self.id}.md", self.text), platform=self.platform)


def is_held_out(author: str) -> bool:
    """Return whether the encoder isn't trained on an author's posts; the same in every run.

    The logistic regressions learn from these posts how much to rely on the encoder.
    """
    number = hashlib.md5(f"1{author}".encode(), usedforsecurity=False).hexdigest()
    return int(number, 16) % _HELD_OUT_EVERY == 0


def read_labeled_posts(paths: Iterable[Path]) -> list[LabeledPost]:
    """Read files of labeled posts, and folders of them.

    Raises:
        PostlintError: a file is missing, or a line isn't a labeled post; names file and line.
    """
    posts: dict[str, LabeledPost] = {}
    for post in (post for path in paths for file in _files(path) for post in _read(file)):
        if posts.setdefault(post.id, post) is not post:
            raise PostlintError(f"two labeled posts have the id `{post.id}`; give each a unique id")
    return list(posts.values())


def _files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.jsonl")) if is_folder(path) else [path]
    if not files:
        raise PostlintError(f"{path}: no labeled posts (*.jsonl) in this folder")
    return files


def _read(path: Path) -> Iterator[LabeledPost]:
    try:
        lines = read_text(path, _MAX_BYTES).split("\n")
    except UnicodeDecodeError as error:
        raise PostlintError(
            f"{path}: not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        ) from None
    except OSError as error:
        raise PostlintError(f"{path}: can't be read ({error.strerror or error})") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _parse(json.loads(line), f"{path.stem}-{number}")
            except json.JSONDecodeError as error:
                reason = f"not JSON: {error.msg} (column {error.colno})"
                raise PostlintError(f"{path}:{number}: {reason}") from None
            except (ValueError, RecursionError) as error:
                raise PostlintError(f"{path}:{number}: {error}") from None


def _parse(data: Any, default_id: str) -> LabeledPost:  # noqa: ANN401 -- any JSON value
    if not isinstance(data, dict):
        raise ValueError(
            'a labeled post must be a JSON object such as {"text": …, "relevance": 2, …}'
        )
    text, relevance = data.get("text"), data.get("relevance")
    if not isinstance(text, str):
        raise ValueError("`text` is missing or isn't a string")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("`text` contains half a character (a lone surrogate)")
    if type(relevance) is not int or not 0 <= relevance <= 3:
        raise ValueError(f"`relevance` is {json.dumps(relevance)}; it must be 0, 1, 2, or 3")
    for name in BINARY_LABELS:
        if not isinstance(data.get(name), bool):
            raise ValueError(f"`{name}` is {json.dumps(data.get(name))}; it must be true or false")
    platform = data.get("platform")
    post_id = str(data.get("id") or default_id)
    return LabeledPost(
        id=post_id,
        author=str(data.get("author") or f"only-{post_id}"),
        platform=normalize_platform(platform) if isinstance(platform, str) else None,
        relevance=relevance,
        binary_labels={name: data[name] for name in BINARY_LABELS},
        text=text,
    )
