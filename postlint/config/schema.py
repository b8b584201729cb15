"""JSON Schemas of rule files and of the configuration, for editors that complete and check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from postlint.checks import AnyCheck, CheckOptions
from postlint.checks.post_filter import PostFilter
from postlint.config.model import ConfigModel
from postlint.rules.option_docs import describe_options
from postlint.rules.rule import Rule

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def rule_schema(checks: Mapping[str, AnyCheck]) -> dict[str, Any]:
    """Return the schema of a rule file; its `options` depend on its `check`."""
    schema = Rule.model_json_schema()
    required = schema.pop("required")
    schema["properties"]["check"]["enum"] = list(checks)
    definitions = schema.setdefault("$defs", {})
    branches = []
    for name, check in checks.items():
        options = _options(check.options, definitions)
        needed = {key: value for key in ("required", "anyOf") if (value := options.pop(key))}
        named = {"properties": {"check": {"const": name}}, "required": ["check"]}
        parts: dict[str, Any] = {"options": options, "scope": {"enum": [*check.scopes]}}
        branches.append({"if": named, "then": {"properties": parts}})
        if needed:
            # A rule that extends another may take these options from it.
            alone = {"allOf": [named, {"not": {"required": ["extends"]}}]}
            all_of_it = {"properties": {"options": needed}, "required": ["options"]}
            branches.append({"if": alone, "then": all_of_it})
    # A rule that extends another takes from it what it does not say itself.
    whole = {"if": {"required": ["extends"]}, "else": {"required": required}}
    return {
        "$schema": _DIALECT,
        **schema,
        "title": "A postlint rule",
        "allOf": [whole, *branches],
    }


def config_schema(rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the schema of `postlint.toml`; `[rule.ID]` takes the options of the rule's check."""
    schema = ConfigModel.model_json_schema()
    definitions = schema.setdefault("$defs", {})
    common = definitions.pop("RuleConfig")["properties"]
    applies = _options(PostFilter, definitions)["properties"]
    by_id = {}
    for rule in rules:
        options = _options(rule.check_definition.options, definitions)["properties"]
        by_id[rule.id] = {
            "type": "object",
            "description": rule.summary,
            "properties": {**common, **applies, **options},
            "additionalProperties": False,
        }
    own = {"type": "object", "properties": common}
    for scope in (schema, definitions["Override"]):
        scope["properties"]["rule"] |= {"properties": by_id, "additionalProperties": own}
    return {"$schema": _DIALECT, **schema, "title": "postlint configuration"}


def _options(model: type[CheckOptions], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of options, each with what it means."""
    schema = model.model_json_schema()
    definitions |= schema.pop("$defs", {})
    for name, meaning in describe_options(model).items():
        schema["properties"][name]["description"] = meaning
    return {
        "type": "object",
        "properties": schema.get("properties", {}),
        "required": schema.get("required", []),
        "anyOf": schema.get("anyOf", []),
        "additionalProperties": False,
    }
