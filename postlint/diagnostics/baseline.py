"""Baselines: recorded findings that later runs don't report.

A baseline is a JSON file with the flagged words and their number, by file and rule. For a finding
about a whole post, it has the post's first words instead. Line numbers aren't recorded, so edits
elsewhere in a file don't matter.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
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
"""The maximum number of characters of the flagged words in a key; a longer key ends in a digest."""

_MAX_COUNT = 1_000_000
"""The maximum number of findings with the same key."""

Entries = dict[str, dict[str, Counter[str]]]
"""The number of findings with each key, by file and rule."""


def finding_key(finding: Finding, location: Location, result: PostResult) -> str:
    """Return the key of a location of a finding: its words, or its post if it's about the post."""
    words = " ".join(location.excerpt.split())
    if finding.is_post_level:
        if not result.split:
            return "post"
        # Posts can move within a file, so their first words identify them.
        words = f"post: {result.opening}"
    if len(words) <= _MAX_KEY_CHARACTERS:
        return words
    return f"{words[:_MAX_KEY_CHARACTERS]}… {sha256(words.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Baseline:
    """A baseline file.

    Attributes:
        path: its path. File names in it are relative to its folder.
        entries: the recorded findings.
    """

    path: Path
    entries: Entries

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline.

        Raises:
            PostlintError: it isn't a baseline, or it can't be read.
        """
        try:
            return cls(path, _entries(json.loads(read_text(path, _MAX_BYTES))))
        except FileNotFoundError:
            reason = "no such baseline; create it with `postlint baseline`"
        except OSError as error:
            reason = f"can't be read ({error.strerror or error})"
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            reason = "not a postlint baseline; create one with `postlint baseline`"
        raise PostlintError(f"{shorten(str(path), 300)}: {reason}")

    def write(self) -> None:
        """Write the file. It's sorted, so it changes only if findings do.

        Raises:
            PostlintError: it can't be written.
        """
        files = {
            name: {rule: dict(sorted(keys.items())) for rule, keys in sorted(rules.items())}
            for name, rules in sorted(self.entries.items())
            if any(rules.values())
        }
        text = json.dumps({"version": VERSION, "files": files}, ensure_ascii=False, indent=1)
        # Parts of file names that aren't valid Unicode are written as JSON escapes.
        with replace_file(self.path) as file:
            file.write(f"{text}\n")

    def name_of(self, path: str) -> str:
        """Return a file's name in the baseline: relative to its folder, with slashes."""
        folder = os.path.abspath(self.path.parent)  # noqa: PTH100 -- keeps links
        try:
            relative = os.path.relpath(os.path.abspath(path), folder)  # noqa: PTH100
        except ValueError:
            relative = os.path.abspath(path)  # noqa: PTH100 -- on another drive
        return PurePath(relative).as_posix()

    def count(self) -> int:
        """Return the number of recorded findings."""
        return sum(sum(keys.values()) for rules in self.entries.values() for keys in rules.values())


def _entries(data: Any) -> Entries:  # noqa: ANN401 -- any JSON value
    if data["version"] != VERSION:
        raise ValueError
    entries: Entries = {}
    for name, rules in data["files"].items():
        entries[name] = {rule: Counter(keys) for rule, keys in rules.items()}
        for keys in rules.values():
            if any(not isinstance(n, int) or not 0 < n < _MAX_COUNT for n in keys.values()):
                raise ValueError
    return entries


def record(path: Path, results: Iterable[PostResult]) -> Baseline:
    """Return a baseline with all findings in posts."""
    baseline = Baseline(path, {})
    for result in results:
        rules = baseline.entries.setdefault(baseline.name_of(result.path), {})
        for finding in result.findings:
            if finding.rule not in META_RULES:
                rules.setdefault(finding.rule, Counter()).update(
                    finding_key(finding, location, result) for location in finding.locations
                )
    return baseline


def prune(baseline: Baseline, results: Iterable[PostResult], names: Iterable[str]) -> Baseline:
    """Return a baseline without fixed findings. Nothing is added.

    Args:
        baseline: the old baseline.
        results: the results of the checked files.
        names: the checked files, as the user named them. Other files are kept if they exist.
    """
    current = record(baseline.path, results)
    checked = {baseline.name_of(name) for name in names}
    entries: Entries = {}
    for name, rules in baseline.entries.items():
        if name in checked:
            current_rules = current.entries.get(name, {})
            entries[name] = {
                rule: keys & current_rules.get(rule, Counter()) for rule, keys in rules.items()
            }
        elif exists(baseline.path.parent / name):
            entries[name] = rules
    return Baseline(baseline.path, entries)


class BaselineFilter:
    """The baselines of a run; each is read once."""

    def __init__(
        self,
        path: Path | None,
        find_baseline: Callable[[str], Path | None],
        find_rules: Callable[[str], Container[str]],
        names: Iterable[str],
    ) -> None:
        """Read the baselines of the drafts with these names.

        All drafts use the baseline at `path`, or each the one that `find_baseline` returns.
        `find_rules` returns the ids of the rules that run on a draft.

        Raises:
            PostlintError: a baseline can't be read.
        """
        self._path = path
        self._find_baseline = find_baseline
        self._find_rules = find_rules
        self._remaining: dict[Path, Baseline] = {}
        self._seen: dict[Path, dict[str, str]] = defaultdict(dict)
        for baseline_path in {path} if path else {find_baseline(name) for name in names}:
            if baseline_path is not None:
                self._remaining[baseline_path] = Baseline.read(baseline_path)

    def filter(self, result: PostResult) -> PostResult:
        """Return a result without the findings in its baseline."""
        path = self._path or self._find_baseline(result.path)
        if path is None or result.labels is None:
            return result
        remaining = self._remaining[path]
        name = remaining.name_of(result.path)
        self._seen[path][name] = result.path
        rules = remaining.entries.get(name, {})
        findings = [
            unrecorded
            for finding in result.findings
            if (unrecorded := finding.without(partial(_consume, rules, result, finding)))
        ]
        baselined = len(result.findings) - len(findings)
        return replace(
            result, findings=tuple(sorted(findings, key=position_key)), baselined=baselined
        )

    def describe_fixed(self) -> Iterator[str]:
        """Yield a message for each baseline with findings that no longer occur."""
        for path, remaining in self._remaining.items():
            fixed = sum(
                sum(keys.values())
                for name, draft in self._seen[path].items()
                for rule, keys in remaining.entries.get(name, {}).items()
                if any(keys.values()) and rule in self._find_rules(draft)
            )
            if fixed:
                advice = "run `postlint baseline --prune` to remove fixed findings"
                yield f"{path}: {count(fixed, 'recorded finding')} no longer found; {advice}"


def _consume(
    rules: Mapping[str, Counter[str]], result: PostResult, finding: Finding, location: Location
) -> bool:
    keys = rules.get(finding.rule)
    key = finding_key(finding, location, result)
    if not keys or keys[key] <= 0:
        return False
    keys[key] -= 1
    return True
