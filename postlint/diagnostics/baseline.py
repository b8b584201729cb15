"""Baselines: what an old collection of posts already does wrong, and is accepted.

A baseline is JSON. It holds, by file and rule, the words that are flagged and how often; for a
rule that looks at whole posts, which posts of the file. Lines do not count, so an edit elsewhere
in a file changes nothing.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from postlint.core.files import exists, read_text
from postlint.core.terminal_text import count, shorten
from postlint.diagnostics.finding import META_RULES, Finding, Location, position_key
from postlint.diagnostics.result import PostResult

VERSION = 1
NAME = "postlint-baseline.json"

_MAX_BYTES = 100_000_000
_MAX_KEY_CHARACTERS = 60
"""Letters of the flagged words that a baseline shows; what is longer ends in a digest."""

_MAX_COUNT = 1_000_000
"""Findings of one kind in a file; no baseline has more."""

Entries = dict[str, dict[str, Counter[str]]]
"""By file and rule: how often each key was found."""


def finding_key(finding: Finding, location: Location, report: PostResult) -> str:
    """Return the key of a location of a finding: its words, or its post if it's about the post."""
    words = " ".join(location.excerpt.split())
    if finding.is_post_level:
        if not report.split:
            return "post"
        # Posts of one file may be moved about: their first words are their names.
        words = f"post: {report.opening}"
    if len(words) <= _MAX_KEY_CHARACTERS:
        return words
    return f"{words[:_MAX_KEY_CHARACTERS]}… {sha256(words.encode()).hexdigest()[:12]}"


class Baseline:
    """A baseline file.

    Attributes:
        path: where it is; files are named relative to its folder.
        entries: what it holds.
    """

    def __init__(self, path: Path, entries: Entries) -> None:
        self.path = path
        self.entries = entries

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline.

        Raises:
            PostlintError: it is none.
        """
        try:
            data = json.loads(read_text(path, _MAX_BYTES))
            return cls(path, _entries(data))
        except FileNotFoundError:
            raise PostlintError(
                f"{shorten(str(path), 300)}: no such baseline; create it with `postlint baseline`"
            ) from None
        except OSError as error:
            raise PostlintError(
                f"{shorten(str(path), 300)}: can't be read ({error.strerror or error})"
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise PostlintError(
                f"{shorten(str(path), 300)}: not a postlint baseline; "
                "create one with `postlint baseline`"
            ) from None

    def write(self) -> None:
        """Write the file, sorted, so that it changes only where findings do.

        Raises:
            PostlintError: it cannot be written.
        """
        files = {
            name: {rule: dict(sorted(keys.items())) for rule, keys in sorted(rules.items())}
            for name, rules in sorted(self.entries.items())
            if any(rules.values())
        }
        text = json.dumps({"version": VERSION, "files": files}, ensure_ascii=False, indent=1)
        # File names need not be Unicode: what is none becomes an escape, as JSON knows it.
        with replace_file(self.path) as file:
            file.write(f"{text}\n")

    def name_of(self, path: str) -> str:
        """Return a file's name as the baseline knows it: relative to it, with slashes."""
        home = os.path.abspath(self.path.parent)  # noqa: PTH100 -- links are kept
        try:
            relative = os.path.relpath(os.path.abspath(path), home)  # noqa: PTH100
        except ValueError:
            relative = os.path.abspath(path)  # noqa: PTH100 -- on another drive
        return PurePath(relative).as_posix()

    def count(self) -> int:
        """Return how many findings it holds."""
        return sum(sum(keys.values()) for rules in self.entries.values() for keys in rules.values())


def _entries(data: Any) -> Entries:  # noqa: ANN401 -- whatever the JSON holds
    if data["version"] != VERSION:
        raise ValueError
    entries: Entries = {}
    for name, rules in data["files"].items():
        entries[name] = {}
        for rule, keys in rules.items():
            if not all(
                isinstance(count, int) and 0 < count < _MAX_COUNT for count in keys.values()
            ):
                raise ValueError
            entries[name][rule] = Counter(keys)
    return entries


def record(path: Path, reports: Iterable[PostResult]) -> Baseline:
    """Return a baseline of everything that is found in posts."""
    baseline = Baseline(path, {})
    for report in reports:
        rules = baseline.entries.setdefault(baseline.name_of(report.path), {})
        for finding in report.findings:
            if finding.rule not in META_RULES:
                keys = rules.setdefault(finding.rule, Counter())
                keys.update(finding_key(finding, one, report) for one in finding.locations)
    return baseline


def prune(baseline: Baseline, reports: Iterable[PostResult], names: Iterable[str]) -> Baseline:
    """Return a baseline without what is no longer found; nothing is ever added.

    `names` are the files that were looked at, as the user names them; those that are gone are
    dropped, too, and those that were not looked at are kept.
    """
    found = record(baseline.path, reports)
    looked_at = {baseline.name_of(name) for name in names}
    kept: Entries = {}
    for name, rules in baseline.entries.items():
        if name in looked_at:
            now = found.entries.get(name, {})
            kept[name] = {rule: keys & now.get(rule, Counter()) for rule, keys in rules.items()}
        elif exists(baseline.path.parent / name):
            kept[name] = rules
    return Baseline(baseline.path, kept)


class BaselineSet:
    """The baselines of a run; each is read once."""

    def __init__(
        self,
        path: Path | None,
        of: Callable[[str], Path | None],
        run: Callable[[str], Container[str]],
        names: Iterable[str],
    ) -> None:
        """Read the baselines of drafts.

        Args:
            path: one baseline for all drafts.
            of: tells the baseline of a draft where there is no such one.
            run: tells which rules are run on a draft.
            names: the drafts.

        Raises:
            PostlintError: one of them cannot be read.
        """
        self._path = path
        self._of = of
        self._run = run
        self._read: dict[Path, tuple[Baseline, Entries]] = {}
        self._seen: dict[Path, dict[str, str]] = defaultdict(dict)
        for one in {path} if path else {of(name) for name in names}:
            if one is not None:
                self._load(one)

    def _load(self, path: Path) -> None:
        baseline = Baseline.read(path)
        left = {
            name: {rule: Counter(keys) for rule, keys in rules.items()}
            for name, rules in baseline.entries.items()
        }
        self._read[path] = baseline, left

    def new(self, report: PostResult) -> PostResult:
        """Return a report without the findings that its baseline holds."""
        path = self._path or self._of(report.path)
        if path is None or report.labels is None:
            return report
        baseline, left = self._read[path]
        name = baseline.name_of(report.path)
        self._seen[path][name] = report.path
        rules = left.get(name, {})
        kept = [
            new
            for one in report.findings
            if (new := one.without(partial(_consume, rules, report, one)))
        ]
        baselined = len(report.findings) - len(kept)
        return replace(report, findings=tuple(sorted(kept, key=position_key)), baselined=baselined)

    def fixed(self) -> Iterator[str]:
        """Yield a line for each baseline that holds what was looked for and not found."""
        for path, (_, left) in self._read.items():
            gone = sum(
                sum(keys.values())
                for name, draft in self._seen[path].items()
                for rule, keys in left.get(name, {}).items()
                if any(keys.values()) and rule in self._run(draft)
            )
            if gone:
                advice = "run `postlint baseline --prune` to remove fixed findings"
                yield f"{path}: {count(gone, 'recorded finding')} no longer found; {advice}"


def _consume(
    rules: Mapping[str, Counter[str]], report: PostResult, finding: Finding, location: Location
) -> bool:
    keys = rules.get(finding.rule)
    key = finding_key(finding, location, report)
    if not keys or keys[key] <= 0:
        return False
    keys[key] -= 1
    return True
