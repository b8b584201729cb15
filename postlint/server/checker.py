"""Checking open drafts, in a thread of its own: nothing here is used from two threads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.config import Wishes
from postlint.core.errors import DraftError, PostlintError, Problem
from postlint.core.terminal_text import shorten
from postlint.diagnostics.result import PostReport
from postlint.document.discovery import is_wanted
from postlint.document.draft import Draft
from postlint.document.source import Source, decode
from postlint.linter.cache import Cache
from postlint.linter.runner import Runner
from postlint.nlp.memory import Memory

if TYPE_CHECKING:
    from postlint.config.effective import Setting
    from postlint.rules.rule import Rule


@dataclass(frozen=True)
class Asked:
    """What an editor asks for a draft.

    Attributes:
        config: the configuration file; None for the closest one.
        wishes: what goes before the configuration.
    """

    config: Path | None
    wishes: Wishes


@dataclass(frozen=True)
class Checked:
    """What was found in a draft.

    Attributes:
        source: what was checked; None if it is no draft.
        reports: what was found in its posts; none if it is not to be checked.
        fault: why it could not be checked.
        setting: what holds for it.
        rules: the rules that were run, by id.
    """

    source: Source | None = None
    reports: tuple[PostReport, ...] = ()
    fault: str | None = None
    setting: Setting | None = None
    rules: Mapping[str, Rule] | None = None

    def read(self, text: str) -> Sequence[Draft]:
        """Read a text as the file that was checked is read."""
        held = self.setting
        assert self.source is not None  # noqa: S101 -- there are reports
        assert held is not None  # noqa: S101 -- as above
        return held.read(Source(self.source.path, text))


@dataclass
class _Desk:
    """A runner, and the state of all files that its settings rest on, by the folder of drafts."""

    runner: Runner
    states: dict[str, object]


class Checker:
    """Checks drafts as `postlint check` does, and keeps ready what the next check needs."""

    def __init__(self) -> None:
        self._cache: Cache | None = None
        self._memory = Memory()
        self._desks: dict[Asked, _Desk] = {}

    def check(self, path: str, text: str, asked: Asked, *, untitled: bool, keep: bool) -> Checked:
        """Check a draft.

        Args:
            path: its name.
            text: all of it, BOM included.
            asked: what its editor asks for.
            untitled: it has no name of its own yet, by which to tell whether it is a draft.
            keep: put the result in the cache: the text stays for a while.
        """
        try:
            runner = self._runner(path, asked)
            if not untitled and not is_wanted(Path(path), runner.finder):
                return Checked()
            source = decode(text.encode("utf-8", "surrogatepass"), path)
            items = list(runner.lint([source], details=True, keep=keep))
            reports = tuple(item for item in items if isinstance(item, PostReport))
            problems = [item.message for item in items if isinstance(item, Problem)]
            setting = runner.setting(path)
        except DraftError as error:
            return Checked(Source(path, text), fault=error.message)
        except PostlintError as error:
            return Checked(Source(path, text), fault=str(error))
        except Exception as error:
            reason = shorten(f"{type(error).__name__}: {error}", 120)
            return Checked(
                Source(path, text), fault=f"can't be checked; please report this ({reason})"
            )
        fault = problems[0] if problems else None
        return Checked(source, reports, fault, setting, {rule.id: rule for rule in setting.rules})

    def close(self) -> None:
        """Close the cache."""
        if self._cache is not None:
            self._cache.close()

    def _runner(self, path: str, asked: Asked) -> Runner:
        """Return the runner for a draft: a new one if a file with a say in it has changed."""
        folder = os.path.dirname(path)  # noqa: PTH120 -- it is quicker
        desk = self._desks.get(asked)
        if desk and folder in desk.states and _state(desk.runner, path) != desk.states[folder]:
            desk = None
        if desk is None:
            if self._cache is None:
                self._cache = Cache()
            runner = Runner(
                asked.config, asked.wishes, cache=self._cache, jobs=1, memory=self._memory
            )
            desk = self._desks[asked] = _Desk(runner, {})
        desk.states[folder] = _state(desk.runner, path)
        return desk.runner


def _state(runner: Runner, path: str) -> object:
    """Return what stands for the files that hold for a draft: name, time and size of each."""
    return [_stat(file) for file in runner.finder.files(path)]


def _stat(file: Path) -> tuple[str, int, int]:
    try:
        found = os.stat(file)  # noqa: PTH116 -- it is quicker
    except (OSError, ValueError):
        return str(file), 0, 0
    return str(file), found.st_mtime_ns, found.st_size
