"""Reading rule files: the built-in ones and a user's, by one and the same path."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from postlint import resources
from postlint.checks import CHECKS, Check
from postlint.checks.template import placeholders
from postlint.errors import PostlintError
from postlint.files import exists, is_folder
from postlint.ruleset.marked_yaml import MarkedYaml, MarkedYamlError
from postlint.ruleset.rule import Example, Rule, severity_fault

SUFFIXES = (".yaml", ".yml")


class RuleFileError(PostlintError):
    """A rule file cannot be used; the message says file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")


@lru_cache(maxsize=1)
def builtin_rules() -> tuple[Rule, ...]:
    """Return the rules that come with postlint."""
    return load_rules([resources.folder("rules")])


def load_rules(paths: Iterable[Path]) -> tuple[Rule, ...]:
    """Read rule files, and folders of them, in the order of their names.

    Raises:
        RuleFileError: a file is no valid rule, or two rules have one id.
        PostlintError: a path does not exist or a folder has no rule files.
    """
    found: dict[str, Path] = {}
    rules = []
    for path in _rule_files(paths):
        rule = read_rule(path)
        if rule.id in found:
            line = MarkedYaml(path.read_text(encoding="utf-8-sig")).line(["id"])
            reason = f"rule `{rule.id}` is already defined in {found[rule.id]}"
            raise RuleFileError(path, line, reason)
        found[rule.id] = path
        rules.append(rule)
    return tuple(rules)


def _rule_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named and those in the folders named, each once."""
    seen: set[str] = set()
    for path in paths:
        if is_folder(path):
            files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
            if not files:
                raise PostlintError(f"{path}: no rule files (*.yaml) in this folder")
        elif exists(path):
            files = [path]
        else:
            raise PostlintError(f"{path}: no such rule file or folder")
        for file in files:
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield file


def read_rule(path: Path) -> Rule:
    """Read one rule file.

    Raises:
        RuleFileError: it is no valid rule.
    """
    try:
        document = MarkedYaml(path.read_text(encoding="utf-8-sig"))
    except MarkedYamlError as error:
        raise RuleFileError(path, error.line, error.reason) from None
    except UnicodeDecodeError as error:
        raise RuleFileError(path, 1, f"not UTF-8 (byte {error.start + 1})") from None
    except OSError as error:
        raise RuleFileError(path, 1, error.strerror or str(error)) from None
    if not isinstance(document.data, dict):
        raise RuleFileError(path, 1, "a rule file is a mapping of keys such as `id` and `message`")

    def refuse(location: Sequence[str | int], reason: str) -> RuleFileError:
        return RuleFileError(path, document.line(location), reason)

    try:
        rule = Rule.model_validate(document.data)
    except ValidationError as error:
        location, reason = _explain(error, document.data, Rule.model_fields)
        raise refuse(location, reason) from None
    if rule.check not in CHECKS:
        raise refuse(["check"], f"unknown check `{rule.check}`{did_you_mean(rule.check, CHECKS)}")
    check = CHECKS[rule.check]
    try:
        check.options.model_validate(rule.options)
    except ValidationError as error:
        location, reason = _explain(error, rule.options, check.options.model_fields)
        raise refuse(["options", *location], f"check `{rule.check}`: {reason}") from None
    _refuse_unknown_fields(rule, check, refuse)
    return rule


def _refuse_unknown_fields(rule: Rule, check: Check, refuse: Any) -> None:  # noqa: ANN401
    for key in ("message", "help"):
        for name in placeholders(getattr(rule, key)):
            if name not in check.fields:
                known = ", ".join(f"{{{field}}}" for field in check.fields) or "none"
                raise refuse(
                    [key],
                    f"check `{rule.check}` gives no {{{name}}} for the {key}; it gives {known}",
                )


def _explain(error: ValidationError, data: Any, keys: Iterable[str]) -> tuple[list[Any], str]:  # noqa: ANN401
    """Return where the first fault is and what it is, in words; what is missing comes last."""
    fault = min(error.errors(), key=lambda fault: fault["type"] == "missing")
    location: list[Any] = [
        step for step in fault["loc"] if not str(step).startswith(("literal[", "dict["))
    ]
    name = str(location[-1]) if location else ""
    if fault["type"] == "extra_forbidden":
        if location[0] in ("bad", "good") and len(location) > 1:
            keys = Example.model_fields
        return location, f"unknown key `{name}`{did_you_mean(name, keys)}"
    if fault["type"] == "missing":
        return location[:-1], f"key `{name}` is missing"
    if location == ["severity"] and (found := severity_fault(data.get("severity"))):
        return [*location, *found[0]], found[1]
    reason = fault["msg"].removeprefix("Value error, ")
    return location, f"`{name}`: {reason}" if name else reason


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean …?)" where a known name is close, else nothing."""
    close = get_close_matches(name, list(known), n=1)
    return f" (did you mean `{close[0]}`?)" if close else ""


def choose(
    rules: Sequence[Rule], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Rule, ...]:
    """Return the rules to run: the selected ones, or the default set, without the ignored ones.

    Raises:
        PostlintError: an id names no rule.
    """
    known = [rule.id for rule in rules]
    for name in [*select, *ignore]:
        if name not in known:
            raise PostlintError(
                f"unknown rule `{name}`{did_you_mean(name, known)}; `postlint rules` lists them"
            )
    return tuple(
        rule
        for rule in rules
        if (rule.id in select if select else rule.enabled) and rule.id not in ignore
    )
