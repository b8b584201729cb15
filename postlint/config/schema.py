"""JSON Schemas: of rule files and the configuration, generated here, and of the JSON reports."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from postlint.checks import CHECKS, AnyCheck, CheckOptions
from postlint.checks.post_filter import PostFilter
from postlint.config.model import ConfigModel
from postlint.core import resources
from postlint.rules.loader import builtin_rules
from postlint.rules.rule import Rule

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LONE_REFERENCE = re.compile(r'\{\s+("\$ref": "[^"]+")\s+\}')
"""Takes one line instead of three: most of a schema is made of these."""


def schema_text(kind: str) -> str:
    """Return a schema as JSON: `config`, `rule`, `report`, or `audit`."""
    if kind == "config":
        schema = config_schema(builtin_rules())
    elif kind == "rule":
        schema = rule_schema(CHECKS)
    else:
        return (resources.folder("schemas") / f"{kind}.json").read_text(encoding="utf-8")
    text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
    return _LONE_REFERENCE.sub(r"{\1}", text)


def rule_schema(checks: Mapping[str, AnyCheck]) -> dict[str, Any]:
    """Return the schema of a rule file; its `options` depend on its `check`."""
    schema = Rule.model_json_schema()
    required = schema.pop("required")
    schema["properties"]["check"]["enum"] = list(checks)
    branches = []
    for name, check in checks.items():
        options = _options_schema(check.options, schema["$defs"])
        needed = {key: value for key in ("required", "anyOf") if (value := options.pop(key, None))}
        named = {"properties": {"check": {"const": name}}, "required": ["check"]}
        parts: dict[str, Any] = {"options": options, "scope": {"enum": [*check.scopes]}}
        branches.append({"if": named, "then": {"properties": parts}})
        if needed:
            # A rule that extends another may take these options from it.
            alone = {"allOf": [named, {"not": {"required": ["extends"]}}]}
            all_of_it = {"properties": {"options": needed}, "required": ["options"]}
            branches.append({"if": alone, "then": all_of_it})
    # A rule that extends another takes from it what it doesn't set itself.
    whole = {"if": {"required": ["extends"]}, "else": {"required": required}}
    return {
        "$schema": _DIALECT,
        **schema,
        "title": "A postlint rule",
        "allOf": [whole, *branches],
    }


def config_schema(rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the schema of `postlint.toml`; `[rule.ID]` takes the options of the rule's check.

    Rules with the same check share a definition.
    """
    schema = ConfigModel.model_json_schema()
    definitions = schema["$defs"]
    definitions["PostFilter"] = _options_schema(PostFilter, definitions)
    shared = {
        name: {"$ref": f"#/$defs/{model}/properties/{name}"}
        for model in ("RuleConfig", "PostFilter")
        for name in definitions[model]["properties"]
    }
    by_id = {}
    for rule in rules:
        options = _options_schema(rule.check_definition.options, definitions)["properties"]
        definitions[rule.check] = {
            "type": "object",
            "properties": {**shared, **options},
            "additionalProperties": False,
        }
        by_id[rule.id] = {"description": rule.summary, "$ref": f"#/$defs/{rule.check}"}
    definitions["Rules"] = {
        "type": "object",
        "properties": by_id,
        "additionalProperties": {"$ref": "#/$defs/RuleConfig"},
    }
    for settings in (schema, definitions["Override"]):
        settings["properties"]["rule"] = {"$ref": "#/$defs/Rules"}
    return {"$schema": _DIALECT, **schema, "title": "postlint configuration"}


def _options_schema(model: type[CheckOptions], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of options; what it refers to goes to `definitions`."""
    schema = model.model_json_schema()
    definitions |= schema.pop("$defs", {})
    return {"properties": {}, **schema}
