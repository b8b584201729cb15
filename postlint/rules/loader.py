"""Loading and selecting rules. Built-in and custom rule files are read in the same way."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from postlint.checks import CHECKS
from postlint.checks.base import AnyCheck
from postlint.checks.post_filter import PostFilter
from postlint.checks.template import placeholders
from postlint.core import resources
from postlint.core.digests import rule_files
from postlint.core.errors import RULES_HELP, PostlintError, did_you_mean
from postlint.core.files import exists, is_folder, read_text
from postlint.core.positions import START
from postlint.core.profile import Profile
from postlint.core.terminal_text import shorten
from postlint.core.untrusted import DataError, DataFileError
from postlint.core.validation import KeyPath, describe_error
from postlint.diagnostics.finding import META_RULES
from postlint.rules.advice import PROFILE_FIELDS, Advice
from postlint.rules.compiled import find_compiled
from postlint.rules.rule import (
    CATEGORIES,
    Example,
    Rule,
    RuleFile,
    RulePrecision,
    find_severity_error,
)

if TYPE_CHECKING:
    from postlint.rules.yaml_positions import PositionedYaml


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
    """Read rule files and folders of rule files, in the order of the file names.

    Args:
        paths: the files and folders to read.
        known: the rules that the files can extend.
        checks: the checks that the files can name.

    Raises:
        DataFileError: a file isn't a valid rule, or two rules have the same id.
        PostlintError: a path doesn't exist, or a folder has no rule files.
    """
    rules: dict[str, Rule] = {}
    bases = {rule.id: rule for rule in known}
    for path in _rule_files(paths):
        rule = _load_rule(path, bases, checks)
        if rule.id in rules:
            raise _duplicate_error(rule, f"in {rules[rule.id].path}")
        rules[rule.id] = bases[rule.id] = rule
    return tuple(rules.values())


def add_rules(known: Sequence[Rule], new_rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules with new ones added. A rule that extends one with the same id replaces it.

    Raises:
        DataFileError: two rules have the same id, and the second doesn't extend the first.
    """
    rules = {rule.id: rule for rule in known}
    for rule in new_rules:
        if rule.id in rules and rule.extends != rule.id:
            raise _duplicate_error(
                rule, f"in {rules[rule.id].path}; build on it with `extends: {rule.id}`"
            )
        rules[rule.id] = rule
    return tuple(rules.values())


def _duplicate_error(rule: Rule, where: str) -> DataFileError:
    document = _RuleDocument(rule.path)
    return document.error_at(["id"], f"rule `{rule.id}` is already defined {where}")


def _rule_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files and the rule files in the folders, each once."""
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


class _RuleDocument:
    """A rule file as YAML."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._text = read_text(path)
        except UnicodeDecodeError as error:
            raise DataFileError(path, START, f"not UTF-8 (byte {error.start + 1})") from None
        except OSError as error:
            raise DataFileError(path, START, error.strerror or str(error)) from None
        compiled = find_compiled(self._text)
        data = self._yaml.data if compiled is None else compiled
        if not isinstance(data, dict):
            reason = "a rule file is a mapping of keys such as `id` and `message`"
            raise DataFileError(path, START, reason)
        self.data: dict[str, Any] = data

    @cached_property
    def _yaml(self) -> PositionedYaml:
        # Imported late: YAML is slow to import, and the built-in rules are compiled.
        from postlint.rules.yaml_positions import PositionedYaml

        try:
            return PositionedYaml(self._text)
        except DataError as error:
            raise DataFileError(self._path, error.position, error.reason) from None

    def error_at(self, location: Sequence[str | int], reason: str) -> DataFileError:
        """Return an error with the position of a key."""
        return DataFileError(self._path, self._yaml.position(location), reason)


def _load_rule(path: Path, known_rules: Mapping[str, Rule], checks: Mapping[str, AnyCheck]) -> Rule:
    document = _RuleDocument(path)
    extended = _extend(document, known_rules)
    try:
        rule = RuleFile.model_validate(extended)
    except ValidationError as error:
        location, reason = describe_error(error, _keys)
        if location == ["severity"] and (fault := find_severity_error(extended.get("severity"))):
            location, reason = [*location, *fault[0]], fault[1]
        raise document.error_at(location, reason) from None
    check = checks.get(rule.check)
    if check is None:
        reason = f"unknown check `{shorten(rule.check)}`{did_you_mean(rule.check, checks)}"
        raise document.error_at(["check"], reason)
    if rule.scope not in check.scopes:
        scopes = ", ".join(check.scopes)
        reason = f"check `{shorten(rule.check)}` can't have this scope; it has {scopes}"
        raise document.error_at(["scope"], reason)
    try:
        options = check.options.model_validate(rule.options)
    except ValidationError as error:
        location, reason = describe_error(error, lambda _: check.options.model_fields)
        raise document.error_at(["options", *location], f"check `{rule.check}`: {reason}") from None
    _require_known_fields(rule, check, document)
    return Rule.model_construct(
        **dict(rule), path=path, check_definition=check, check_options=options
    )


def _extend(document: _RuleDocument, known_rules: Mapping[str, Rule]) -> dict[str, Any]:
    """Return the data of a rule file, merged with the rule that it extends.

    Options and filters are merged key by key.
    """
    data = document.data
    if "extends" not in data:
        return data
    name = data["extends"]
    if not isinstance(name, str):
        raise document.error_at(["extends"], "`extends`: it must be the id of a rule")
    if name not in known_rules:
        reason = f"`extends`: unknown rule `{shorten(name)}`{did_you_mean(name, known_rules)}"
        raise document.error_at(["extends"], reason)
    base = known_rules[name]
    own = {"id": base.id, **data}
    inherited = base.model_dump(include=RuleFile.model_fields.keys() - _NOT_INHERITED)
    options = own.get("options", {})
    if own.get("check", base.check) != base.check:
        inherited["options"] = {}
    elif isinstance(options, dict):
        own["options"] = {**base.options, **options}
    if "message" in own:
        del inherited["summary"]
    base_filter = base.applies.model_dump(exclude_defaults=True)
    applies = own.get("applies", {})
    own["applies"] = {**base_filter, **applies} if isinstance(applies, dict) else applies
    return {**inherited, "bad": (), "good": (), **own}


_NOT_INHERITED = {"applies", "bad", "good", "before", "after", "measured"}
"""Examples and measured figures might not be valid for a rule that extends another."""


def _require_known_fields(rule: RuleFile, check: AnyCheck, document: _RuleDocument) -> None:
    fields = (*check.fields, *PROFILE_FIELDS)
    texts: list[tuple[list[str | int], str, Sequence[str]]]
    texts = [(["message"], rule.message, check.fields)]
    texts += [(["help", index], item.say, fields) for index, item in enumerate(rule.help)]
    texts += [(["suggest", index], item.say, fields) for index, item in enumerate(rule.suggest)]
    for location, text, known in texts:
        for name in placeholders(text):
            if name not in known:
                known_fields = ", ".join(f"{{{field}}}" for field in known) or "none"
                reason = (
                    f"check `{rule.check}` gives no {{{shorten(name)}}} for the {location[0]}; "
                    f"it gives {known_fields}"
                )
                raise document.error_at(location, reason)
    for key, advices in (("help", rule.help), ("suggest", rule.suggest)):
        if advices and not any(
            advice.is_default(dict.fromkeys(check.fields, "")) for advice in advices
        ):
            reason = "one must fit every post: no `when`, and no fields but the check's"
            raise document.error_at([key], f"`{key}`: {reason}")


def _keys(location: KeyPath) -> Iterable[str]:
    """Return the keys that a rule file allows at a location."""
    if "profile" in location:
        return Profile.model_fields
    models: dict[str | int, type[BaseModel]] = {
        "bad": Example, "good": Example, "help": Advice, "suggest": Advice,
        "measured": RulePrecision, "applies": PostFilter,
    }  # fmt: skip
    model = models.get(location[0], RuleFile) if len(location) > 1 else RuleFile
    return model.model_fields


ALL = "ALL"
"""The name that selects every rule, as in Ruff."""


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
        ignore: the rules to skip, even if they are selected.
        extend: the rules to run in addition to the selected ones or the default set.

    Raises:
        PostlintError: a name isn't a rule id or a category.
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
    """Return the ids of the rules that names select: ids, categories, and `ALL`.

    postlint's own findings have no rules, so their names select none.

    Raises:
        PostlintError: a name isn't a rule id or a category.
    """
    known_ids = {rule.id for rule in rules}
    selected: set[str] = set()
    for name in names:
        if name in known_ids:
            selected.add(name)
        elif name == ALL:
            selected |= known_ids
        elif name in CATEGORIES:
            selected |= {rule.id for rule in rules if rule.category == name}
        elif name not in META_RULES:
            raise PostlintError(unknown_rule(name, selectors(known_ids)))
    return frozenset(selected)


def selectors(ids: Iterable[str]) -> list[str]:
    """Return all names that `select` and `ignore` accept, given the ids of the rules."""
    return [*ids, *META_RULES, *CATEGORIES, ALL]


def unknown_rule(name: str, known: Iterable[str]) -> str:
    """Return the error message for an unknown rule name."""
    return f"unknown rule `{shorten(name)}`{did_you_mean(name, known)}; {RULES_HELP}"
