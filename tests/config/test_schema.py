"""The JSON Schemas: they accept what postlint accepts, and find typos."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from postlint.checks import CHECKS
from postlint.checks.post_filter import PostFilter
from postlint.config.scaffold import config_text
from postlint.config.schema import config_schema, rule_schema
from postlint.core.platforms import PLATFORMS
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.rules.advice import Advice
from postlint.rules.loader import builtin_rules, load_rules
from postlint.rules.rule import Example, Rule, RuleFile
from tests.command import ROOT, Postlint

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RULE_FILES = sorted((ROOT / "rules").rglob("*.yaml"))


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = rule_schema(CHECKS) if kind == "rule" else config_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def schema_of(name: str) -> dict[str, Any]:
    schema = validator(name).schema
    assert isinstance(schema, dict)
    return schema


def faults(kind: str, data: Any) -> list[str]:
    """Return where a schema finds data wrong, as `a.b.0`, in order."""
    return sorted(
        ".".join(map(str, error.absolute_path)) for error in validator(kind).iter_errors(data)
    )


def toml_faults(text: str) -> list[str]:
    return faults("config", tomllib.loads(text))


# Rule files


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_rule_schema_accepts_built_in_rules(path: Path) -> None:
    # Dates are strings to a schema, as in JSON.
    data = json.loads(json.dumps(yaml.safe_load(path.read_bytes()), default=str))
    assert faults("rule", data) == []


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("at", ["", "options", "bad", "severity"])
def test_rule_schema_rejects_unknown_keys_in_built_in_rules(path: Path, at: str) -> None:
    data = yaml.safe_load(path.read_bytes())
    if at == "bad":
        data["bad"][0]["xyzzy"] = 1
    elif at == "options":
        data["options"] = {**data.get("options", {}), "xyzzy": 1}
    elif at == "severity":
        data["severity"] = "fatal"
    else:
        data["xyzzy"] = 1
    assert len(faults("rule", data)) >= 1


def test_rule_schema_knows_the_checks_of_plugins_that_it_is_given() -> None:
    (path,) = (ROOT / "tests" / "plugin").rglob("rules/*.yaml")
    data = yaml.safe_load(path.read_bytes())
    assert faults("rule", data) == ["check"]
    # Where the plug-in's checks are known, so is this one.
    sys.path.insert(0, str(ROOT / "tests" / "plugin"))
    try:
        plugin = importlib.import_module("guild_postlint").PLUGIN
    finally:
        sys.path.pop(0)
    known = Draft202012Validator(rule_schema({**CHECKS, **plugin.checks}))
    assert known.is_valid(data)
    data["options"]["piece"] = data["options"].pop("pieces")
    assert not known.is_valid(data)


def test_rule_schema_accepts_a_new_rule(postlint: Postlint, tmp_path: Path) -> None:
    assert postlint("rules", "--new", "says-kettle").exit_code == 0
    data = yaml.safe_load((tmp_path / "says-kettle.yaml").read_bytes())
    assert data["id"] == "says-kettle"
    assert faults("rule", data) == []
    (rule,) = load_rules([tmp_path / "says-kettle.yaml"])
    assert postlint("test", "says-kettle.yaml").exit_code == 0
    assert rule.bad
    assert rule.good


BARE: Mapping[str, Any] = {
    "id": "says-kettle", "category": "form", "scope": "sentence", "severity": "info",
    "check": "phrases", "options": {"phrases": ["kettle"]}, "message": "m", "help": "h",
    "why": "w", "bad": [], "good": [],
}  # fmt: skip
GOOD: list[dict[str, Any]] = [
    {},
    {"severity": {"default": "info", "x": "error"}},
    {"help": ["a", {"say": "b"}, {"say": "c", "when": "linkedin"}, {"say": "d", "when": ["tie"]}]},
    {"source": None, "measured": None},
    {"measured": {"findings": 20, "confirmed": 18}},
    {"bad": [{"text": "t", "at": "t", "platform": "x", "frontmatter": {"a": 1}}]},
    {"bad": [{"text": "t", "profile": {"clients": "clinics", "platforms": ["x"]}}]},
    {"bad": [{"posts": [{"text": "t", "date": "2026-01-05"}, {"skipped": "reply", "times": 3}]}]},
    {"bad": [{"text": "t", "profile": {"platforms": {"x": "why"}, "firm": "Meier"}}]},
    {"options": {"phrases": ["a"], "unless": ["b"], "act": "asks", "min_count": 2}},
    {"check": "count", "options": {"measure": "hashtags", "max": 5}},
    {"check": "count", "options": {"measure": "hashtags", "max": {"default": 5, "x": None}}},
    {"check": "ratio", "options": {"measure": "capitals", "per": "words", "max": 0.3}},
    {"check": "metric", "options": {"measure": "words-per-sentence", "max": 25.5}},
    {"check": "absent", "scope": "closing", "options": {"measure": "questions"}},
    {"check": "pattern", "options": {"patterns": [[{"LOWER": "so"}, {"POS": "ADJ"}]]}},
]
WRONG: list[dict[str, Any]] = [
    {"id": None},
    {"id": "Says_Kettle"},
    {"category": "taste"},
    {"scope": "page"},
    {"severity": {"default": "fatal"}},
    {"check": "phrasse"},
    {"enabled": "perhaps"},
    {"help": []},
    {"help": [{"say": "a", "wehn": "tie"}]},
    {"help": [{"when": "tie"}]},
    {"supersedes": "no-question"},
    {"message": 3},
    {"bad": [{"at": "t"}]},
    {"bad": [{"text": "t", "posts": [{"text": "t"}]}]},
    {"bad": [{"posts": [{"times": 3}]}]},
    {"bad": [{"posts": [{"text": "t", "skipped": "reply"}]}]},
    {"bad": [{"posts": [{"text": "t", "times": 0}]}]},
    {"bad": [{"text": "t", "plattform": "x"}]},
    {"bad": [{"text": "t", "profile": {"frm": "Meier"}}]},
    {"bad": "none"},
    {"measured": {"findings": 0, "confirmed": 0}},
    {"options": {"phrase": ["a"]}},
    {"options": {"phrases": []}},
    {"options": {"phrases": ["a"], "act": "sings"}},
    {"options": {"phrases": ["a"], "min_count": 0}},
    {"options": {}},
    {"options": None},
    {"check": "count", "options": {"measure": "hashtag", "max": 5}},
    {"check": "count", "options": {"measure": "hashtags", "max": "5"}},
    {"check": "count", "options": {"measure": "hashtags", "max": {"linkedn": 5}}},
    {"check": "pattern", "options": {"patterns": []}},
    {"check": "metric", "options": {"measure": "taste", "max": 1}},
]


def is_taken(folder: Path, data: Mapping[str, Any], known: tuple[Rule, ...] = ()) -> bool:
    """Return whether postlint itself accepts a rule."""
    from postlint.core.errors import PostlintError

    path = folder / "rule.yaml"
    path.write_text(yaml.safe_dump(dict(data)), encoding="utf-8")
    try:
        load_rules([path], known=known)
    except PostlintError:
        return False
    return True


@pytest.mark.parametrize("changes", GOOD)
def test_rule_schema_accepts_what_postlint_accepts(changes: dict[str, Any], tmp_path: Path) -> None:
    data = {**BARE, **changes}
    assert is_taken(tmp_path, data)
    assert faults("rule", data) == []


@pytest.mark.parametrize("changes", WRONG)
def test_rule_schema_rejects_what_postlint_rejects(changes: dict[str, Any], tmp_path: Path) -> None:
    data = {**BARE, **changes}
    assert not is_taken(tmp_path, data)
    assert faults("rule", data) != []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"severity": {"x": "info"}},
        ),
        pytest.param(
            {"severity": {"default": "info", "linkedn": "error"}},
        ),
        pytest.param(
            {"bad": [{"text": "t", "platform": "linkedn"}]},
        ),
        pytest.param(
            {"scope": "feed"},
        ),
        pytest.param(
            {"check": "count", "options": {"measure": "hashtags"}},
        ),
    ],
)
def test_rule_schema_rejects_wrong_values_in_the_right_place(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    data = {**BARE, **changes}
    assert not is_taken(tmp_path, data)
    assert faults("rule", data) != []


@pytest.mark.parametrize("key", sorted(set(BARE) - {"options"}))
def test_rule_schema_requires_every_key(key: str, tmp_path: Path) -> None:
    data = {name: value for name, value in BARE.items() if name != key}
    assert not is_taken(tmp_path, data)
    assert faults("rule", data) == [""]


def test_rule_without_required_options_is_rejected(tmp_path: Path) -> None:
    data = {name: value for name, value in BARE.items() if name != "options"}
    assert not is_taken(tmp_path, data)


def test_rule_schema_requires_options_that_the_check_requires(tmp_path: Path) -> None:
    data = {name: value for name, value in BARE.items() if name != "options"}
    assert faults("rule", data) != []


def test_rule_schema_lets_a_rule_that_extends_another_set_only_what_differs(tmp_path: Path) -> None:
    for data in (
        {"extends": "no-question"},
        {"extends": "no-question", "severity": "error"},
        {"extends": "no-question", "id": "asks-nothing", "message": "m"},
    ):
        assert is_taken(tmp_path, data, builtin_rules())
        assert faults("rule", data) == []
    assert faults("rule", {"extends": "no-question", "mesage": "m"}) != []
    assert set(faults("rule", {"severity": "error"})) == {""}


def test_rule_schema_lets_a_rule_that_extends_another_set_options(tmp_path: Path) -> None:
    data = {"extends": "low-relevance", "options": {"min": 0.3}}
    assert is_taken(tmp_path, data, builtin_rules())
    assert faults("rule", data) == []


def test_rule_schema_lets_a_rule_that_extends_another_name_its_check(tmp_path: Path) -> None:
    data = {"extends": "no-client-tie", "check": "metric", "options": {"min": 0.3}}
    assert is_taken(tmp_path, data, builtin_rules())
    assert faults("rule", data) == []


# The configuration


@pytest.mark.parametrize(
    "profile",
    [
        EMPTY_PROFILE,
        Profile(firm="Meier"),
        Profile(
            firm="Meier", names=("M",), author=("Rosa",), offer="o", clients=("c", "d"),
            problems=("p",), goals=("g",), topics=("t",), platforms={"x": "", "blog": "why"},
            jargon=("BGP", "RAID*"),
        ),
    ],
)  # fmt: skip
def test_config_schema_accepts_what_is_written_for_a_profile(profile: Profile) -> None:
    assert toml_faults(config_text(profile)) == []


def test_config_schema_accepts_what_init_writes(postlint: Postlint, tmp_path: Path) -> None:
    postlint("init", "--no-input", "--firm", "Meier", "--platform", "x=why", "--client", "clinics")
    assert toml_faults((tmp_path / "postlint.toml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rules = ['own', 'b.yaml']\nplugins = ['guild']\n",
        "[rule.no-question]\nenabled = false\nseverity = 'info'\n",
        "[rule.no-question.severity]\ndefault = 'info'\nx = 'error'\n",
        "[rule.low-relevance]\nmin = 0.3\n",
        "[rule.no-client-tie.min]\ndefault = 0.3\nx = 0.1\n",
        "[rule.self-focused]\nmin_probability = 0.9\n",
        "[rule.jargon]\nwords = ['BGP']\n",
        "[rule.an-own-one]\nenabled = true\nkettles = 3\n",
        "[profile]\nclients = 'clinics'\nplatforms = 'x'\n",
        "[profile]\nclients = ['clinics']\nplatforms = ['x', 'Twitter']\n",
        "[profile.platforms]\nlinkedin = 'why'\n",
    ],
)
def test_config_schema_accepts_valid_files(text: str) -> None:
    assert toml_faults(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("profil = 1\n", ""),
        ("rules = 'own'\n", "rules"),
        ("plugins = [3]\n", "plugins.0"),
        ("[rule.no-question]\nseverty = 'info'\n", "rule.no-question"),
        ("[rule.no-question]\nseverity = 'fatal'\n", "rule.no-question.severity"),
        ("[rule.no-question]\nenabled = 'perhaps'\n", "rule.no-question.enabled"),
        ("[rule.low-relevance]\nmni = 1\n", "rule.low-relevance"),
        ("[rule.low-relevance]\nmin = 'much'\n", "rule.low-relevance.min"),
        ("[rule.no-client-tie.min]\nlinkedn = 1\n", "rule.no-client-tie.min"),
        ("[rule.self-focused]\nmin_probability = 2\n", "rule.self-focused.min_probability"),
        ("[rule.an-own-one]\nseverity = 'fatal'\n", "rule.an-own-one.severity"),
        ("[profile]\nfrm = 'Meier'\n", "profile"),
        ("[profile]\nfirm = 3\n", "profile.firm"),
        ("[profile]\nclients = [3]\n", "profile.clients.0"),
        ("[profile]\nplatforms = { x = 3 }\n", "profile.platforms.x"),
    ],
)
def test_config_schema_finds_typos(text: str, place: str) -> None:
    assert toml_faults(text) == [place]


def resolve(schema: Any, root: Mapping[str, Any]) -> Any:
    """Return a part of a schema, with what it refers to."""
    while "$ref" in schema:
        path = schema["$ref"].removeprefix("#/").split("/")
        target = reduce(lambda part, key: part[key], path, root)
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_config_schema_describes_every_option_of_every_rule(rule: Rule) -> None:
    schema = schema_of("config")
    for settings in (schema, schema["$defs"]["Override"]):
        rules = resolve(settings["properties"]["rule"], schema)
        known = resolve(rules["properties"][rule.id], schema)
        assert known["description"] == rule.summary
        options = {*PostFilter.model_fields, *rule.check_definition.options.model_fields}
        assert set(known["properties"]) == {"enabled", "severity", *options}
        for option in known["properties"].values():
            assert resolve(option, schema).get("description")
    written = json.loads(json.dumps(rule.check_options.model_dump(mode="json")))
    assert faults("config", {"rule": {rule.id: written}}) == []
    assert faults("config", {"overrides": [{"files": ["a"], "rule": {rule.id: written}}]}) == []


def test_config_schema_says_everything_once() -> None:
    schema = schema_of("config")
    text = json.dumps(schema)
    for rule in builtin_rules():
        assert text.count(f'"{rule.id}": {{"description"') == 1
    for part in (schema["$defs"]["RuleSeverity"], schema["$defs"]["ByPlatform"]):
        assert text.count(json.dumps(part["anyOf"][1])) == 1
    assert text.count('"mastodon"') == 5


def with_platform(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the kinds of files that can name a platform, each where only a known one is valid."""
    severity = {"default": "info", name: "error"}
    return [
        ("config", {"platform": name}),
        ("config", {"rule": {"no-question": {"severity": severity}}}),
        ("config", {"rule": {"wall-of-text": {"max": {name: 90}}}}),
        ("rule", {**BARE, "severity": severity}),
        ("rule", {**BARE, "good": [{"text": "t", "platform": name}]}),
        (
            "rule",
            {
                **BARE,
                "scope": "block",
                "check": "count",
                "options": {"measure": "links", "max": {name: 9}},
            },
        ),
    ]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_schemas_list_every_platform(platform: str) -> None:
    for kind, data in with_platform(platform):
        assert faults(kind, data) == []
    for kind, data in with_platform("myspace"):
        assert faults(kind, data) != []
    names = schema_of("config")["$defs"]["Profile"]["properties"]["platforms"]["properties"]
    assert platform in names


def test_rule_schema_describes_every_key() -> None:
    schema = schema_of("rule")
    for model in (RuleFile, Example, Profile):
        described = schema if model is RuleFile else schema["$defs"][model.__name__]
        assert set(described["properties"]) == set(model.model_fields)
        assert all(key.get("description") for key in described["properties"].values())
    assert all(
        f'"{name}"' in json.dumps(schema["properties"]["help"]) for name in Advice.model_fields
    )


# The command


@pytest.mark.parametrize("kind", ["config", "rule", "report", "audit"])
def test_schema_command_prints_a_schema(kind: str, postlint: Postlint) -> None:
    result = postlint("schema", kind)
    assert (result.exit_code, result.stderr) == (0, "")
    schema = json.loads(result.stdout)
    Draft202012Validator.check_schema(schema)
    if kind in ("config", "rule"):
        assert schema == schema_of(kind)


def test_schema_command_rejects_other_kinds(postlint: Postlint) -> None:
    for args in (("draft",), ()):
        result = postlint("schema", *args)
        assert (result.exit_code, result.stdout) == (2, "")
