"""`--show-settings`: settings and where they come from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.config.settings import read_settings
from postlint.config.toml_positions import PositionedToml
from tests.command import SELF_FOCUSED, Postlint, write
from tests.config.overrides.helpers import put, shown


def test_show_settings_without_a_configuration(postlint: Postlint, folder: Path) -> None:
    assert folder.exists()
    told = shown(postlint, "a.md")
    assert {origin for _, origin in told.values()} == {"default"}
    assert told["fail-on"] == ('"error"', "default")
    assert told["platform"] == ("none", "default")
    assert told["rule.jargon.enabled"][0] in ("true", "false")
    result = postlint("check", "--show-settings", "a.md", "--select", "jargon")
    assert "\n# configuration: none; these are the defaults\n" in result.stdout


@pytest.mark.parametrize(
    ("args", "key", "value"),
    [
        (("--platform", "blog"), "platform", '"blog"'),
        (("--select", "jargon,pseudo-bold"), "select", '["jargon", "pseudo-bold"]'),
        (("--ignore", "jargon"), "ignore", '["jargon"]'),
        (("--min-relevance", "0.5"), "min-relevance", "0.5"),
        (("--drafts-only",), "drafts-only", "true"),
        (("--select", "jargon"), "rule.jargon.enabled", "true"),
        (("--select", "jargon"), "rule.pseudo-bold.enabled", "false"),
        (("--ignore", "pseudo-bold"), "rule.pseudo-bold.enabled", "false"),
        pytest.param(
            ("--min-relevance", "0"), "min-relevance", "0.0",
        ),
        pytest.param(
            ("--fail-on", "info"), "fail-on", '"info"',
        ),
        pytest.param(
            ("--baseline", "b.json"), "baseline", '"b.json"',
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("config", ["", 'min-relevance = 0.2\nfail-on = "warning"\n'])
def test_show_settings_names_command_line_options(
    args: tuple[str, ...], key: str, value: str, config: str, postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", config)
    assert shown(postlint, "a.md", *args)[key] == (value, "command line")


def test_show_settings_command_line_replaces_the_file(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'ignore = ["jargon"]\n')
    told = shown(postlint, "a.md", "--select", "pseudo-bold")
    assert told["ignore"] == ("[]", "command line")


def test_show_settings_shows_min_relevance_in_its_rule(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", "min-relevance = 0.5\n")
    assert shown(postlint, "a.md")["rule.low-relevance.severity"] == (
        '"error"', f"{folder / 'postlint.toml'}:1",
    )  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_show_settings_has_line_numbers_for_all_toml_syntax(
    newline: str, postlint: Postlint, folder: Path
) -> None:
    base = """\
# platform = "no"
ignore = [
  "pseudo-bold",
]

[rule.no-client-tie]
min = { default = 0.1, x = 0.3 }
[rule.too-long.severity]
default = "info"
blog = "error"
[profile]
clients = [
  "dentists"]
"firm" = "platform = # 3"
[[overrides]]
files = ["q"]
split = "## no"
[[overrides]]
files = ["a.md"]
split = "---"
rule.jargon = { enabled = true, words = ["a b", "c"] }
"""
    mine = """\
extend = "base.toml"
overrides = [
  { files = ["a.md"], platform = "x" }, { files = ["b"], platform = "blog" },
  { files = ["*.md"], fail-on = "info" },
]
rule.weak-opening.enabled = false
profile.offer = "platform"
"""
    for name, text in (("base.toml", base), ("postlint.toml", mine)):
        (folder / name).write_bytes(text.replace("\n", newline).encode())
    told = shown(postlint, "a.md")
    places = {
        "ignore": ("base", 2),
        "rule.no-client-tie.min": ("base", 7),
        "rule.too-long.severity": ("base", 8),
        "profile.clients": ("base", 12),
        "profile.firm": ("base", 14),
        "split": ("base", 20),
        "rule.jargon.enabled": ("base", 21),
        "rule.jargon.words": ("base", 21),
        "rule.pseudo-bold.enabled": ("base", 2),
        "platform": ("postlint", 3),
        "fail-on": ("postlint", 4),
        "rule.weak-opening.enabled": ("postlint", 6),
        "profile.offer": ("postlint", 7),
    }
    assert {key: told[key][1] for key in places} == {
        key: f"{folder / file}.toml:{line}" for key, (file, line) in places.items()
    }


LINES = {
    "platform": 'platform = "x"',
    "ignore": 'ignore = [\n  "jargon",\n  # platform = "y"\n  "too-long",\n]',
    "min-relevance": "min-relevance = 0.25",
    "fail-on": 'fail-on = "warning"',
    "drafts-only": "drafts-only = true",
    "split": "'split' = '---'",
    "rule.jargon.severity": 'rule.jargon.severity = { default = "info", x = "error" }',
    "rule.pseudo-bold.enabled": "rule.pseudo-bold.enabled = false",
    "profile.firm": 'profile.firm = "fail-on = 3"',
    "profile.offer": 'profile."offer" = """\nplatform = "z"\nsplit"""',
}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*LINES]), unique=True).flatmap(st.permutations),
    st.lists(st.sampled_from(["", "# platform = 3", "#", "\t"]), min_size=20, max_size=20),
)
def test_show_settings_points_to_the_keys(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], between: list[str]
) -> None:
    path = tmp_path_factory.mktemp("config") / "postlint.toml"
    text, wanted = "", {}
    for key, gap in zip(keys, between, strict=False):
        text += f"{gap}\n"
        wanted[key] = f"{path}:{text.count(chr(10)) + 1}"
        text += f"{LINES[key]}\n"
    path.write_text(text, encoding="utf-8")
    told = {
        key: file.format_position([*location])
        for key, (file, location) in read_settings(path).origins.items()
    }
    assert told == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        'platform = "x"\nignore = ["pseudo-bold"]\nsplit = "```"\n',
        'select = ["jargon", "self-focused"]\n[rule.jargon]\nwords = ["\\"q\\" # é", "🥚"]\n',
        "[rule.pseudo-bold]\nenabled = false\nseverity = { default = 'info', blog = 'error' }\n"
        "[rule.no-client-tie]\nenabled = true\nmin = { default = 0.1, x = 0.3 }\n",
        '[profile]\nclients = ["dentists"]\nfirm = "A \\t \\"b\\""\n'
        'platforms = { linkedin = "why # not", x = "" }\njargon = ["BGP"]\n',
        'fail-on = "info"\n[[overrides]]\nfiles = ["a.md"]\nfail-on = "warning"\n',
    ],
)
def test_show_settings_prints_an_equivalent_configuration(
    text: str, postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", text)
    first = postlint("check", "--show-settings", "a.md").stdout
    put(folder / "postlint.toml", first)
    second = postlint("check", "--show-settings", "a.md").stdout
    assert PositionedToml(second).data == PositionedToml(first).data


def test_show_settings_of_missing_drafts(postlint: Postlint, folder: Path) -> None:
    put(folder / "b" / "postlint.toml", 'platform = "x"\n')
    for path in ("b/new.md", "b/no/such/folder/new.md", folder / "b" / "new.md"):
        assert shown(postlint, path)["platform"][0] == '"x"'
    assert shown(postlint, "new.md")["platform"][0] == "none"


HEADINGS = "the draft's title, headings, or notes"
"""Where the platform comes from if nothing else sets it."""


@pytest.mark.parametrize(
    ("name", "text", "value", "origin"),
    [
        ("a.md", "---\ntitle: T\nplatform: Twitter\n---\nHi.\n", '"x"', "front matter, line 3"),
        ("a.md", "+++\nplatform = 'blog'\n+++\nHi.\n", '"blog"', "front matter, line 2"),
        ("linkedin-posts.md", "Hi.\n", '"linkedin"', "the name of the file or of a folder"),
        ("newsletter/a.md", "Hi.\n", '"newsletter"', "the name of the file or of a folder"),
        (
            "a.md",
            "# LinkedIn posts\n\nHi.\n",
            '"linkedin"',
            HEADINGS,
        ),
        ("a.md", "---\ntitle: T\n---\nHi.\n", '"blog"', HEADINGS),
        ("a.md", "Hi.\n", "none", "default"),
        ("missing/linkedin.md", None, '"linkedin"', "the name of the file or of a folder"),
        ("a.md", "caf\xe9", "none", "default"),
    ],
)
def test_show_settings_shows_the_platform_of_the_draft(
    name: str, text: str | None, value: str, origin: str, postlint: Postlint, folder: Path
) -> None:
    if text is not None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="latin-1")
    assert shown(postlint, name)["platform"] == (value, origin)


def test_show_settings_shows_the_configured_platform(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'platform = "x"\n')
    write(folder, own="---\nplatform: blog\n---\nHi.\n", other="Hi.\n")
    assert shown(postlint, "own.md")["platform"] == ('"blog"', "front matter, line 2")
    assert shown(postlint, "other.md")["platform"] == ('"x"', f"{folder / 'postlint.toml'}:1")
    told = shown(postlint, "other.md", "--platform", "threads")
    assert told["platform"] == ('"threads"', "command line")


def test_show_settings_shows_platforms_of_several_posts(postlint: Postlint, folder: Path) -> None:
    write(folder, a="## LinkedIn\n\nHi there.\n\n## X\n\nHi you.\n\n## Facebook\n\nHi all.\n")
    lines = postlint("check", "--show-settings", "a.md").stdout.splitlines()
    assert [re.split(r" +# ", line)[0] for line in lines[2:5]] == [
        'platform = "linkedin"',
        "# post 2 (line 6): x",
        "# post 3 (line 10): facebook",
    ]


def test_show_settings_lints_nothing(postlint: Postlint, folder: Path) -> None:
    write(folder, proud=SELF_FOCUSED)
    result = postlint("check", "proud.md", "none.md", "--show-settings", "proud.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("# proud.md\n")
