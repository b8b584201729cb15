"""The JSON Schemas: what postlint takes they take, and typos they do not; docs are current."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from functools import cache
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
from postlint.rules.rule import Example, Rule
from tests.command import ROOT, Postlint

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RULE_FILES = sorted((ROOT / "rules").rglob("*.yaml"))


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = rule_schema(CHECKS) if kind == "rule" else config_schema(builtin_rules())
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
def test_built_in_rules_are_valid(path: Path) -> None:
    # Dates are strings to a schema, as in JSON.
    data = json.loads(json.dumps(yaml.safe_load(path.read_bytes()), default=str))
    assert faults("rule", data) == []


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("at", ["", "options", "bad", "severity"])
def test_a_key_that_is_none_is_not_valid_in_any_of_them(path: Path, at: str) -> None:
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


def test_the_rule_of_the_example_plugin_is_valid_but_for_its_check() -> None:
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


def test_the_starter_is_valid(postlint: Postlint, tmp_path: Path) -> None:
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
    {"measured": {"findings": 20, "right": 18}},
    {"bad": [{"text": "t", "at": "t", "platform": "x", "frontmatter": {"a": 1}}]},
    {"bad": [{"text": "t", "profile": {"clients": "clinics", "platforms": ["x"]}}]},
    {"bad": [{"posts": [{"text": "t", "date": "2026-01-05"}, {"skipped": "reply", "times": 3}]}]},
    {"bad": [{"text": "t", "profile": {"platforms": {"x": "why"}, "firm": "Meier"}}]},
    {"options": {"phrases": ["a"], "unless": ["b"], "act": "asks", "at_least": 2}},
    {"check": "count", "options": {"of": "hashtags", "max": 5}},
    {"check": "count", "options": {"of": "hashtags", "max": {"default": 5, "x": None}}},
    {"check": "ratio", "options": {"of": "capitals", "per": "words", "max": 0.3}},
    {"check": "metric", "options": {"of": "words-per-sentence", "max": 25.5}},
    {"check": "absent", "scope": "closing", "options": {"of": "questions"}},
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
    {"covers": "no-question"},
    {"message": 3},
    {"bad": [{"at": "t"}]},
    {"bad": [{"text": "t", "posts": [{"text": "t"}]}]},
    {"bad": [{"posts": [{"times": 3}]}]},
    {"bad": [{"posts": [{"text": "t", "skipped": "reply"}]}]},
    {"bad": [{"posts": [{"text": "t", "times": 0}]}]},
    {"bad": [{"text": "t", "plattform": "x"}]},
    {"bad": [{"text": "t", "profile": {"frm": "Meier"}}]},
    {"bad": "none"},
    {"measured": {"findings": 0, "right": 0}},
    {"options": {"phrase": ["a"]}},
    {"options": {"phrases": []}},
    {"options": {"phrases": ["a"], "act": "sings"}},
    {"options": {"phrases": ["a"], "at_least": 0}},
    {"options": {}},
    {"options": None},
    {"check": "count", "options": {"of": "hashtag", "max": 5}},
    {"check": "count", "options": {"of": "hashtags", "max": "5"}},
    {"check": "count", "options": {"of": "hashtags", "max": {"linkedn": 5}}},
    {"check": "pattern", "options": {"patterns": []}},
    {"check": "metric", "options": {"of": "taste", "max": 1}},
]


def is_taken(folder: Path, data: Mapping[str, Any], known: tuple[Rule, ...] = ()) -> bool:
    """Say whether postlint itself takes a rule."""
    from postlint.core.errors import PostlintError

    path = folder / "rule.yaml"
    path.write_text(yaml.safe_dump(dict(data)), encoding="utf-8")
    try:
        load_rules([path], known=known)
    except PostlintError:
        return False
    return True


@pytest.mark.parametrize("changes", GOOD)
def test_what_postlint_takes_is_valid(changes: dict[str, Any], tmp_path: Path) -> None:
    data = {**BARE, **changes}
    assert is_taken(tmp_path, data)
    assert faults("rule", data) == []


@pytest.mark.parametrize("changes", WRONG)
def test_what_postlint_refuses_is_not_valid(changes: dict[str, Any], tmp_path: Path) -> None:
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
            {"check": "count", "options": {"of": "hashtags"}},
        ),
    ],
)
def test_finer_faults_are_not_valid_either(changes: dict[str, Any], tmp_path: Path) -> None:
    data = {**BARE, **changes}
    assert not is_taken(tmp_path, data)
    assert faults("rule", data) != []


@pytest.mark.parametrize("key", sorted(set(BARE) - {"options"}))
def test_every_key_is_wanted(key: str, tmp_path: Path) -> None:
    data = {name: value for name, value in BARE.items() if name != key}
    assert not is_taken(tmp_path, data)
    assert faults("rule", data) == [""]


def test_a_check_with_an_option_that_must_be_there_needs_options(tmp_path: Path) -> None:
    data = {name: value for name, value in BARE.items() if name != "options"}
    assert not is_taken(tmp_path, data)


def test_options_that_are_wanted_are_missed(tmp_path: Path) -> None:
    data = {name: value for name, value in BARE.items() if name != "options"}
    assert faults("rule", data) != []


def test_a_rule_that_extends_another_says_only_what_differs(tmp_path: Path) -> None:
    for data in (
        {"extends": "no-question"},
        {"extends": "no-question", "severity": "error"},
        {"extends": "no-question", "id": "asks-nothing", "message": "m"},
    ):
        assert is_taken(tmp_path, data, builtin_rules())
        assert faults("rule", data) == []
    assert faults("rule", {"extends": "no-question", "mesage": "m"}) != []
    assert set(faults("rule", {"severity": "error"})) == {""}


def test_options_may_be_added_to_a_rule_that_is_extended(tmp_path: Path) -> None:
    data = {"extends": "low-relevance", "options": {"min": 0.3}}
    assert is_taken(tmp_path, data, builtin_rules())
    assert faults("rule", data) == []


def test_options_may_be_added_where_the_check_is_named_again(tmp_path: Path) -> None:
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
def test_a_written_configuration_is_valid(profile: Profile) -> None:
    assert toml_faults(config_text(profile)) == []


def test_what_init_writes_is_valid(postlint: Postlint, tmp_path: Path) -> None:
    postlint("init", "--no-input", "--firm", "Meier", "--on", "x=why", "--client", "clinics")
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
        "[rule.self-focused]\ncertainty = 0.9\n",
        "[rule.jargon]\nwords = ['BGP']\n",
        "[rule.an-own-one]\nenabled = true\nkettles = 3\n",
        "[profile]\nclients = 'clinics'\nplatforms = 'x'\n",
        "[profile]\nclients = ['clinics']\nplatforms = ['x', 'Twitter']\n",
        "[profile.platforms]\nlinkedin = 'why'\n",
    ],
)
def test_configurations_that_are_valid(text: str) -> None:
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
        ("[rule.self-focused]\ncertainty = 2\n", "rule.self-focused.certainty"),
        ("[rule.an-own-one]\nseverity = 'fatal'\n", "rule.an-own-one.severity"),
        ("[profile]\nfrm = 'Meier'\n", "profile"),
        ("[profile]\nfirm = 3\n", "profile.firm"),
        ("[profile]\nclients = [3]\n", "profile.clients.0"),
        ("[profile]\nplatforms = { x = 3 }\n", "profile.platforms.x"),
    ],
)
def test_typos_in_a_configuration_are_found(text: str, place: str) -> None:
    assert toml_faults(text) == [place]


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_known_with_its_options(rule: Rule) -> None:
    known = schema_of("config")["properties"]["rule"]["properties"][rule.id]["properties"]
    options = {*PostFilter.model_fields, *rule.check_definition.options.model_fields}
    assert set(known) == {"enabled", "severity", *options}
    assert all(known[name].get("description") for name in options)
    written = json.loads(json.dumps(rule.settings.model_dump(mode="json")))
    assert faults("config", {"rule": {rule.id: written}}) == []


def test_platforms_of_a_profile_are_named() -> None:
    named = json.dumps(schema_of("config")["$defs"]["Profile"]["properties"]["platforms"])
    assert all(f'"{name}"' in named for name in PLATFORMS)


def test_every_key_of_a_rule_and_a_profile_is_in_the_schemas() -> None:
    schema = schema_of("rule")
    assert set(schema["properties"]) == set(Rule.model_fields)
    for model in (Example, Profile):
        assert set(schema["$defs"][model.__name__]["properties"]) == set(model.model_fields)
    assert all(
        f'"{name}"' in json.dumps(schema["properties"]["help"]) for name in Advice.model_fields
    )


# What is on the disk


@cache
def made() -> dict[Path, str]:
    """Return the files that `docs/generate.py` makes."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.files())


def made_names() -> list[str]:
    names = ["commands.md", "rules/README.md", "schemas/config.json", "schemas/rule.json"]
    return names + [f"rules/{path.stem}.md" for path in RULE_FILES]


@pytest.mark.parametrize("name", made_names())
def test_docs_are_current(name: str) -> None:
    path = ROOT / "docs" / name
    assert path.is_file(), "run `python docs/generate.py`"
    assert path.read_text(encoding="utf-8") == made()[path], "run `python docs/generate.py`"


def test_no_page_is_left_of_a_rule_that_is_no_more() -> None:
    assert {path.relative_to(ROOT / "docs").as_posix() for path in made()} == set(made_names())
    for folder in ("rules", "schemas"):
        files = {path for path in (ROOT / "docs" / folder).rglob("*") if path.is_file()}
        # Those of reports are written by hand, and held to the reports by their tests.
        by_hand = {ROOT / "docs" / "schemas" / f"{name}.json" for name in ("report", "audit")}
        assert files - by_hand <= set(made())


@pytest.mark.parametrize("kind", ["config", "rule"])
def test_schema_prints_what_is_in_the_docs(kind: str, postlint: Postlint) -> None:
    result = postlint("schema", kind)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = (ROOT / "docs" / "schemas" / f"{kind}.json").read_text(encoding="utf-8")
    assert result.stdout == shown
    Draft202012Validator.check_schema(json.loads(shown))


def test_there_is_no_other_schema(postlint: Postlint) -> None:
    for args in (("draft",), ()):
        result = postlint("schema", *args)
        assert (result.exit_code, result.stdout) == (2, "")
