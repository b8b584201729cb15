"""What is fed with mutated input, and what must hold whatever it is fed."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, ClassVar

from postlint.config import SettingsResolver
from postlint.core.errors import LintFailure, PostlintError
from postlint.document.draft import read_drafts
from postlint.document.source import Source, decode_source
from postlint.formatters import POST_FORMATS
from postlint.importers.imported_post import ImportedPost, RowError
from postlint.importers.reader import read_archive
from postlint.rules.loader import load_rules
from tests.command import SELF_FOCUSED, run_here
from tests.fuzz import seeds
from tests.fuzz.mutate import mutate
from tests.server.raw_client import RawClient, with_header

MAX_LINE = 800
"""Characters of a message: more than any needs, far fewer than an input has."""

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What must not reach a terminal: escapes, other controls, and marks that turn text around."""

_OPTIONS = ["", "--platform=x", "--platform=blog", "--min-relevance=0.5", "--select=unused-ignore"]


def assert_short(text: str) -> None:
    """Assert that a message has a bounded length, whatever the input holds."""
    assert len(text) <= MAX_LINE, f"a message of {len(text)} characters: {text[:200]!r}"


def assert_readable(text: str) -> None:
    """Assert that a line is short, and that nothing in it acts on a terminal."""
    assert_short(text)
    assert not RAW.search(text), repr(text[:400])


class Target(ABC):
    """Something that is fed.

    Attributes:
        share: how many of the inputs of a long run it gets, in relation to the others.
        max_bytes: inputs are cut here.
    """

    name: ClassVar[str]
    share: ClassVar[int]
    max_bytes: ClassVar[int] = 6_000

    def __init__(self, folder: Path) -> None:
        self.folder = folder / self.name
        self.folder.mkdir(parents=True, exist_ok=True)

    def make(self, number: int) -> tuple[bytes, Random]:
        """Return an input by its number, and what else is left to chance."""
        random = Random(f"{self.name} {number}")
        return mutate(self.seeds(), random)[: self.max_bytes], random

    @abstractmethod
    def seeds(self) -> Sequence[bytes]:
        """Return what is mutated."""

    @abstractmethod
    def feed(self, data: bytes, random: Random) -> None:
        """Take one input; raise where postlint does what it must not."""

    def close(self) -> None:  # noqa: B027 -- most have nothing to do
        """Check once more at the end, and leave nothing running."""


class Reading(Target):
    """Drafts are split, their front matter is read, and their prose has exact positions."""

    name = "reading"
    share = 55

    def seeds(self) -> Sequence[bytes]:
        return (*seeds.drafts(), *seeds.headers() * 4)

    def feed(self, data: bytes, random: Random) -> None:
        suffix = random.choice((".md", ".md", ".mdx", ".txt"))
        split = random.choice((None, None, "---", "## Post", "```"))
        try:
            source = decode_source(data, f"draft{suffix}")
        except PostlintError as error:
            assert_short(str(error))
            return
        drafts = read_drafts(source, split=split)
        assert drafts
        end = 0
        for draft in drafts:
            assert end <= draft.body.start <= draft.body.end <= len(source.text)
            end = draft.body.end
            for notice in draft.notices:
                assert_short(notice)
            for block in draft.blocks:
                self._check_positions(source, block, random)

    def _check_positions(self, source: Source, block: Any, random: Random) -> None:
        last = 0
        for piece in block.source_map:
            assert piece.start == last < piece.end
            last = piece.end
            assert 0 <= piece.source_start < piece.source_end <= len(source.text)
        assert last == len(block.text)
        start = random.randrange(len(block.text))
        span = block.to_source(start, random.randint(start + 1, len(block.text)))
        assert 0 <= span.start < span.end <= len(source.text)


class Checking(Target):
    """`postlint check` ends with 0, 1, or 2; reports are well formed, and output is clean."""

    name = "checking"
    share = 10
    max_bytes = 700

    def seeds(self) -> Sequence[bytes]:
        return seeds.drafts()

    def feed(self, data: bytes, random: Random) -> None:
        path = self.folder / f"draft{random.choice(('.md', '.md', '.mdx', '.txt'))}"
        path.write_bytes(data)
        shown = random.choice(("json", "json", *POST_FORMATS))
        options = [random.choice(_OPTIONS)]
        result = run_here(
            "check",
            path,
            "--no-cache",
            "--jobs=1",
            f"--output-format={shown}",
            *filter(None, options),
        )
        assert result.exit_code in (0, 1, 2), result.exit_code
        for line in result.stderr.splitlines():
            assert_readable(line)
        assert result.exit_code != 2 or result.stderr.strip()
        assert not RAW.search(result.stdout), repr(RAW.search(result.stdout))
        if shown == "json":
            self._check_report(json.loads(result.stdout), path, data)

    def _check_report(self, report: Any, path: Path, data: bytes) -> None:
        assert report["posts"] or report["problems"]
        for problem in report["problems"]:
            assert_readable(problem["message"])
        if not report["posts"]:
            return
        lines = re.split("(?<=\n)|(?<=\r)(?!\n)", data.decode().removeprefix("\ufeff"))
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        text = "".join(lines)
        for post in report["posts"]:
            for finding in post["findings"]:
                assert finding["rule"] != "internal-error", finding
                assert_readable(finding["message"])
                start = starts[finding["line"] - 1] + finding["column"] - 1
                end = starts[finding["end_line"] - 1] + finding["end_column"] - 1
                assert finding["excerpt"] == text[start:end], finding


class Rules(Target):
    """A rule file is read, or refused in one line that names the file."""

    name = "rules"
    share = 10

    def seeds(self) -> Sequence[bytes]:
        return seeds.rules()

    def feed(self, data: bytes, random: Random) -> None:
        path = self.folder / "rule.yaml"
        path.write_bytes(data)
        try:
            (rule,) = load_rules([path])
        except PostlintError as error:
            assert str(path) in str(error)  # noqa: PT017 -- most inputs raise none
            assert_short(str(error))
        else:
            assert rule.id


class Configuration(Target):
    """A configuration is read and used, or refused in one line that names the file."""

    name = "configuration"
    share = 10

    def seeds(self) -> Sequence[bytes]:
        return seeds.configurations()

    def feed(self, data: bytes, random: Random) -> None:
        path = self.folder / random.choice(("postlint.toml", "postlint.toml", "pyproject.toml"))
        path.write_bytes(data)
        try:
            resolver = SettingsResolver(path)
            resolver.excludes("drafts/old/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.md")
            settings = resolver.resolve("blog/a.md")
            assert settings.rules
            assert settings.profile is not None
        except PostlintError as error:
            assert_short(str(error))
        finally:
            path.unlink()


class Archives(Target):
    """Each record of an export is read, counted, or named as unreadable."""

    name = "archives"
    share = 13

    def seeds(self) -> Sequence[bytes]:
        return seeds.archives(self.folder)

    def feed(self, data: bytes, random: Random) -> None:
        path = self.folder / random.choice(("Shares.csv", "tweets.js", "outbox.json", "export.zip"))
        path.write_bytes(data)
        items = list(read_archive(path))
        for item in items:
            if isinstance(item, ImportedPost):
                assert item.source.text.strip()
            elif isinstance(item, LintFailure | RowError):
                message = getattr(item, "message", None) or str(item)
                assert_short(message)


class Messages(Target):
    """The language server answers whatever an editor sends, and lives on."""

    name = "messages"
    share = 2
    _LIFE = 400
    """Messages after which a new server is started."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._client: RawClient | None = None
        self._client_settings = 0

    def seeds(self) -> Sequence[bytes]:
        return seeds.messages()

    def feed(self, data: bytes, random: Random) -> None:
        if self._client is None:
            self._client = RawClient(self.folder)
            self._client.initialize(self.folder)
            self._client_settings = 0
        self._client.send_bytes(with_header(data))
        self._client_settings += 1
        if self._client_settings % 20 == 0:
            self._check(self._client)
        if self._client_settings >= self._LIFE:
            self.close()

    def _check(self, client: RawClient) -> None:
        """Assert that a draft is still checked, after whatever came before."""
        uri = f"untitled:steady-{self._client_settings}"
        client.open(uri, SELF_FOCUSED)
        assert "self-focused" in client.rules(uri)
        client.close(uri)
        assert not [line for line in client.log if "Traceback" in line], client.log[-20:]
        for line in client.log:
            assert_readable(line)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                self._check(client)
            finally:
                client.kill()


TARGETS: dict[str, type[Target]] = {
    target.name: target for target in (Reading, Checking, Rules, Configuration, Archives, Messages)
}
