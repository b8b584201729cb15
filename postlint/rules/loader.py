"""Reading rule files: the built-in ones and a user's, by one and the same path."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from postlint.checks import CHECKS, AnyCheck
from postlint.checks.post_filter import PostFilter
from postlint.checks.template import placeholders
from postlint.core import resources
from postlint.core.digests import rule_files
from postlint.core.errors import PostlintError, did_you_mean
from postlint.core.files import exists, is_folder, read_text
from postlint.core.profile import Profile
from postlint.core.terminal_text import shorten
from postlint.core.validation import KeyPath, describe_error
from postlint.diagnostics.finding import META_RULES
from postlint.rules.advice import PROFILE_FIELDS, Advice
from postlint.rules.rule import CATEGORIES, Example, Rule, RulePrecision, find_severity_error
from postlint.rules.yaml_positions import FilePosition, PositionedYaml, YamlSyntaxError


class RuleFileError(PostlintError):
    """A rule file cannot be used; the message says file, line, column and reason."""

    def __init__(self, path: Path, place: FilePosition, reason: str) -> None:
        super().__init__(f"{path}:{place.line}:{place.column}: {shorten(reason, 500)}")


@lru_cache(maxsize=1)
def builtin_rules() -> tuple[Rule, ...]:
    """Return the rules that come with postlint."""
    return load_rules([resources.folder("rules")])


def load_rules(
    paths: Iterable[Path],
    *,
    known: Sequence[Rule] = (),
    checks: Mapping[str, AnyCheck] = CHECKS,
) -> tuple[Rule, ...]:
    """Read rule files, and folders of them, in the order of their names.

    Args:
        paths: what to read.
        known: rules that the files may extend.
        checks: the checks that the files may name.

    Raises:
        RuleFileError: a file is no valid rule, or two of the rules have one id.
        PostlintError: a path does not exist or a folder has no rule files.
    """
    rules: dict[str, Rule] = {}
    bases = {rule.id: rule for rule in known}
    for path in _rule_files(paths):
        rule = _read(path, bases, checks)
        if rule.id in rules:
            raise _duplicate_error(rule, f"in {rules[rule.id].path}")
        rules[rule.id] = bases[rule.id] = rule
    return tuple(rules.values())


def add_rules(known: Sequence[Rule], more: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules with more of them added; one that extends a rule under its id replaces it.

    Raises:
        RuleFileError: two rules have one id, and the second does not extend the first.
    """
    rules = {rule.id: rule for rule in known}
    for rule in more:
        if rule.id in rules and rule.extends != rule.id:
            raise _duplicate_error(
                rule, f"in {rules[rule.id].path}; build on it with `extends: {rule.id}`"
            )
        rules[rule.id] = rule
    return tuple(rules.values())


def _duplicate_error(rule: Rule, where: str) -> RuleFileError:
    place = _document(rule.path).place(["id"])
    return RuleFileError(rule.path, place, f"rule `{rule.id}` is already defined {where}")


def _rule_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named and those in the folders named, each once."""
    seen: set[str] = set()
    for path in paths:
        if is_folder(path):
            files = rule_files(path)
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


def _read(path: Path, known: Mapping[str, Rule], checks: Mapping[str, AnyCheck]) -> Rule:
    document = _document(path)

    def refuse(location: Sequence[str | int], reason: str) -> RuleFileError:
        return RuleFileError(path, document.place(location), reason)

    data = _extended(document.data, known, refuse)
    try:
        rule = Rule.model_validate(data)
    except ValidationError as error:
        location, reason = _explain(error, data)
        raise refuse(location, reason) from None
    check = checks.get(rule.check)
    if check is None:
        raise refuse(
            ["check"], f"unknown check `{shorten(rule.check)}`{did_you_mean(rule.check, checks)}"
        )
    if rule.scope not in check.scopes:
        scopes = ", ".join(check.scopes)
        raise refuse(
            ["scope"], f"check `{shorten(rule.check)}` does not look at that; it has {scopes}"
        )
    try:
        rule = rule.bind(check, path)
    except ValidationError as error:
        location, reason = describe_error(error, lambda _: check.options.model_fields)
        raise refuse(["options", *location], f"check `{rule.check}`: {reason}") from None
    _refuse_unknown_fields(rule, check, refuse)
    return rule


def _document(path: Path) -> PositionedYaml:
    start = FilePosition(1, 1)
    try:
        document = PositionedYaml(read_text(path))
    except YamlSyntaxError as error:
        raise RuleFileError(path, error.place, error.reason) from None
    except UnicodeDecodeError as error:
        raise RuleFileError(path, start, f"not UTF-8 (byte {error.start + 1})") from None
    except OSError as error:
        raise RuleFileError(path, start, error.strerror or str(error)) from None
    if not isinstance(document.data, dict):
        reason = "a rule file is a mapping of keys such as `id` and `message`"
        raise RuleFileError(path, start, reason)
    return document


def _extended(data: dict[str, Any], known: Mapping[str, Rule], refuse: _ErrorAt) -> dict[str, Any]:
    """Return what a file says on top of the rule that it extends, if it extends one.

    Options are added to the rule's; its examples and figures are not taken over, for they may no
    longer hold.
    """
    if "extends" not in data:
        return data
    name = data["extends"]
    if not isinstance(name, str):
        raise refuse(["extends"], "`extends`: it must be the id of a rule")
    if name not in known:
        reason = f"`extends`: there is no rule `{shorten(name)}`{did_you_mean(name, known)}"
        raise refuse(["extends"], reason)
    base = known[name]
    own = {"id": base.id, **data}
    kept = base.model_dump(exclude={"applies", "bad", "good", "before", "after", "measured"})
    options = own.get("options", {})
    if own.get("check", base.check) != base.check:
        kept["options"] = {}
    elif isinstance(options, dict):
        own["options"] = {**base.options, **options}
    if "message" in own:
        del kept["summary"]
    shared = base.applies.model_dump(exclude_defaults=True)
    applies = own.get("applies", {})
    own["applies"] = {**shared, **applies} if isinstance(applies, dict) else applies
    return {**kept, "bad": (), "good": (), **own}


_ErrorAt = Callable[[Sequence[str | int], str], RuleFileError]


def _refuse_unknown_fields(rule: Rule, check: AnyCheck, refuse: _ErrorAt) -> None:
    for name in placeholders(rule.message):
        if name not in check.fields:
            raise refuse(["message"], _no_field(rule, name, "message", check.fields))
    fields = (*check.fields, *PROFILE_FIELDS)
    for key, advices in (("help", rule.help), ("suggest", rule.suggest)):
        for index, advice in enumerate(advices):
            for name in placeholders(advice.say):
                if name not in fields:
                    raise refuse([key, index], _no_field(rule, name, key, fields))
        if advices and not any(
            advice.is_default(dict.fromkeys(check.fields, "")) for advice in advices
        ):
            reason = "one must fit every post: no `when`, and no fields but the check's"
            raise refuse([key], f"`{key}`: {reason}")


def _no_field(rule: Rule, name: str, key: str, fields: Sequence[str]) -> str:
    known = ", ".join(f"{{{field}}}" for field in fields) or "none"
    return f"check `{rule.check}` gives no {{{shorten(name)}}} for the {key}; it gives {known}"


def _explain(error: ValidationError, data: dict[str, Any]) -> tuple[KeyPath, str]:
    location, reason = describe_error(error, _keys)
    if location == ["severity"] and (found := find_severity_error(data.get("severity"))):
        return [*location, *found[0]], found[1]
    return location, reason


def _keys(location: KeyPath) -> Iterable[str]:
    """Return the keys that a rule file may have at a place."""
    if "profile" in location:
        return Profile.model_fields
    parts: dict[str | int, type[BaseModel]] = {
        "bad": Example, "good": Example, "help": Advice, "suggest": Advice,
        "measured": RulePrecision, "applies": PostFilter,
    }  # fmt: skip
    return parts.get(location[0], Rule).model_fields if len(location) > 1 else Rule.model_fields


ALL = "ALL"
"""The name that stands for every rule, as in Ruff."""


def select_rules(
    rules: Sequence[Rule],
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    extend: Collection[str] = (),
) -> tuple[Rule, ...]:
    """Return the rules to run.

    Args:
        rules: all rules.
        select: the rules to run, instead of the default set. A name is a rule's id, a category,
            or `ALL`.
        ignore: rules to leave out, whatever selects them.
        extend: rules to add to the selected ones or the default set.

    Raises:
        PostlintError: a name is neither a rule's id nor a category.
    """
    selected, ignored, added = (
        resolve_rule_names(rules, names) for names in (select, ignore, extend)
    )
    return tuple(
        rule
        for rule in rules
        if ((rule.id in selected if select else rule.enabled) or rule.id in added)
        and rule.id not in ignored
    )


def resolve_rule_names(rules: Sequence[Rule], names: Iterable[str]) -> frozenset[str]:
    """Return the ids of the rules that names stand for: ids, categories, and `ALL`.

    Raises:
        PostlintError: a name is neither a rule's id nor a category.
    """
    known = {rule.id for rule in rules}
    found: set[str] = set()
    for name in names:
        if name in known:
            found.add(name)
        elif name == ALL:
            found |= known
        elif name in CATEGORIES:
            found |= {rule.id for rule in rules if rule.category == name}
        else:
            raise PostlintError(unknown_rule(name, selectors(known)))
    return frozenset(found)


def selectors(ids: Iterable[str]) -> list[str]:
    """Return all names that `select` and `ignore` take, given the ids of the rules."""
    return [*ids, *META_RULES, *CATEGORIES, ALL]


def unknown_rule(name: str, known: Iterable[str]) -> str:
    """Return the error for a name of a rule that isn't a known one."""
    return f"unknown rule `{shorten(name)}`{did_you_mean(name, known)}; `postlint rules` lists them"
