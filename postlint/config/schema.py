"""JSON Schemas of rule files, of the configuration (both generated here), and of JSON reports."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from postlint.checks import CHECKS
from postlint.checks.base import AnyCheck, CheckOptions
from postlint.checks.post_filter import PostFilter
from postlint.config.model import ConfigModel
from postlint.core import resources
from postlint.rules.loader import builtin_rules
from postlint.rules.rule import RuleFile

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LONE_REFERENCE = re.compile(r'\{\s+("\$ref": "[^"]+")\s+\}')
"""Written on one line instead of three, since a schema has very many of these."""


def schema_text(kind: str) -> str:
    """Return a schema as JSON: `config`, `rule`, `report`, or `audit`."""
    if kind == "config":
        schema = config_schema()
    elif kind == "rule":
        schema = rule_schema(CHECKS)
    else:
        return (resources.folder("schemas") / f"{kind}.json").read_text(encoding="utf-8")
    text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
    return _LONE_REFERENCE.sub(r"{\1}", text)


def rule_schema(checks: Mapping[str, AnyCheck]) -> dict[str, Any]:
    """Return the schema of a rule file; its `options` depend on its `check`."""
    schema = RuleFile.model_json_schema()
    required = schema.pop("required")
    schema["properties"]["check"]["enum"] = list(checks)
    branches = []
    for name, check in checks.items():
        options = _options_schema(check.options, schema["$defs"])
        required_options = {
            key: value for key in ("required", "anyOf") if (value := options.pop(key, None))
        }
        names_check = {"properties": {"check": {"const": name}}, "required": ["check"]}
        properties: dict[str, Any] = {"options": options, "scope": {"enum": [*check.scopes]}}
        branches.append({"if": names_check, "then": {"properties": properties}})
        if required_options:
            # A rule that extends another can inherit these options.
            without_base = {"allOf": [names_check, {"not": {"required": ["extends"]}}]}
            with_options = {"properties": {"options": required_options}, "required": ["options"]}
            branches.append({"if": without_base, "then": with_options})
    # A rule that extends another inherits the keys that it doesn't set.
    required_keys = {"if": {"required": ["extends"]}, "else": {"required": required}}
    return {
        "$schema": _DIALECT,
        **schema,
        "title": "A postlint rule",
        "allOf": [required_keys, *branches],
    }


def config_schema() -> dict[str, Any]:
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
    for rule in builtin_rules():
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
    """Return the schema of options, and add the definitions that it refers to."""
    schema = model.model_json_schema()
    definitions |= schema.pop("$defs", {})
    return {"properties": {}, **schema}
