"""`postlint init`: a configuration from answers or options, and a pre-commit hook."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.cli import cli
from postlint.config import read_settings
from postlint.config.scaffold import config_text
from postlint.core.profile import EMPTY_PROFILE, Profile
from tests.command import GOOD, Postlint, spawn, write

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ANSWERS = ("--no-input", "--firm", "Meier Hosting")


def profile_in(folder: Path) -> Profile:
    return read_settings(folder / "postlint.toml").profile


# The configuration


def test_init_options_become_the_profile(postlint: Postlint, tmp_path: Path) -> None:
    result = postlint(
        "init", "--no-input", "--firm", 'Meier "M" Hosting', "--author", "Rosa Meier",
        "--author", "Jo", "--offer", "servers that\tnever \\ stop", "--client", "clinics, small",
        "--problem", "downtime", "--goal", "sleep 🛌", "--topic", "hosting",
        "--platform", "LinkedIn=at lunch", "--platform", "twitter", "--platform", "blog= a=b ",
    )  # fmt: skip
    assert (result.exit_code, result.stderr) == (0, "")
    assert profile_in(tmp_path) == Profile(
        firm='Meier "M" Hosting',
        author=("Rosa Meier", "Jo"),
        offer="servers that\tnever \\ stop",
        clients=("clinics, small",),
        problems=("downtime",),
        goals=("sleep 🛌",),
        topics=("hosting",),
        platforms={"linkedin": "at lunch", "x": "", "blog": "a=b"},
    )
    write(tmp_path, draft=GOOD)
    assert postlint("check", "draft.md").exit_code == 0


def test_init_without_answers_writes_comments_only(postlint: Postlint, tmp_path: Path) -> None:
    assert postlint("init", "--no-input").exit_code == 0
    assert tomllib.loads((tmp_path / "postlint.toml").read_text(encoding="utf-8")) == {
        "profile": {}
    }
    assert profile_in(tmp_path) == EMPTY_PROFILE


def test_init_comments_are_valid_settings(postlint: Postlint, tmp_path: Path) -> None:
    postlint("init", "--no-input")
    path = tmp_path / "postlint.toml"
    text = path.read_text(encoding="utf-8")
    uncommented = re.sub(r"(?m)^# (?=\[rule|[a-z-]+ = )", "", text).replace('rules = ["rules"]', "")
    assert len(tomllib.loads(uncommented)["profile"]) == len(Profile.model_fields)
    path.write_text(uncommented, encoding="utf-8")
    found = read_settings(path)
    (rule,) = [rule for rule in found.rules if rule.id == "no-question"]
    assert rule.severity == "info"
    assert all(found.profile.model_dump().values())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(str.strip)
LISTS = st.lists(TEXTS, max_size=3)
JARGON = st.lists(TEXTS.filter(lambda text: any(map(str.isalnum, text))), max_size=3)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "firm": TEXTS, "offer": TEXTS, "names": LISTS, "author": LISTS, "clients": LISTS,
        "problems": LISTS, "goals": LISTS, "topics": LISTS, "jargon": JARGON,
        "platforms": st.dictionaries(
            st.sampled_from(["linkedin", "x", "blog"]), st.one_of(st.just(""), TEXTS)
        ),
    },
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(answers=PROFILES)
def test_config_text_round_trips_any_profile(answers: dict[str, Any]) -> None:
    profile = Profile.model_validate(answers)
    text = config_text(profile)
    assert Profile.model_validate(tomllib.loads(text)["profile"]) == profile


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--platform", "myspace"), "`myspace`"),
        (("--platform", ""), "platform"),
        (("--firm", " "), "`firm`"),
        (("--firm", "x" * 501), "`firm`"),
        (("--client", "clinics", "--client", " "), "character"),
        (("--no-such-option",), "No such option"),
    ],
)
def test_init_writes_nothing_for_invalid_options(
    args: tuple[str, ...], message: str, postlint: Postlint, tmp_path: Path
) -> None:
    result = postlint("init", "--no-input", "--hook", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
def test_init_option_that_is_not_utf8(tmp_path: Path) -> None:
    done = spawn("init", "--no-input", "--firm", b"caf\xe9", cwd=tmp_path)  # type: ignore[arg-type]
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 2)


def test_init_does_not_overwrite_files(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_bytes(b"# mine\r\n")
    for args in ((), ANSWERS, (*ANSWERS, "--hook")):
        result = postlint("init", *args, stdin="Meier\n" * 9)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "postlint: postlint.toml already exists; edit it, or use --force to overwrite it\n"
        )
        assert [path.name for path in tmp_path.iterdir()] == ["postlint.toml"]
        assert (tmp_path / "postlint.toml").read_bytes() == b"# mine\r\n"
    assert postlint("init", *ANSWERS, "--force").exit_code == 0
    assert profile_in(tmp_path).firm == "Meier Hosting"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (ANSWERS, "postlint.toml already exists; "),
        ((*ANSWERS, "--force"), "postlint.toml: can't be written ("),
    ],
)
def test_init_reports_write_errors(
    args: tuple[str, ...], message: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "postlint.toml").mkdir()
    result = postlint("init", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"postlint: {message}")
    assert len(result.stderr.splitlines()) == 1


# Questions


def ask(answers: str, *args: str) -> Any:
    """Run `postlint init` with answers on standard input."""
    return CliRunner().invoke(cli, ["init", *args], input=answers)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_answers_become_the_profile(here: Path) -> None:
    answers = [
        "Meier Hosting, Bonn", " Rosa Meier ,, Jo,", "servers, and sleep", "clinics,dentists", "",
        " ", "hosting", "LinkedIn, twitter=news", "n",
    ]  # fmt: skip
    result = ask("\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert profile_in(here) == Profile(
        firm="Meier Hosting, Bonn",
        author=("Rosa Meier", "Jo"),
        offer="servers, and sleep",
        clients=("clinics", "dentists"),
        topics=("hosting",),
        platforms={"linkedin": "", "x": "news"},
    )


def test_init_asks_again_for_an_unknown_platform(here: Path) -> None:
    answers = [
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "linkedn, blog, friendster",
        "linkdin",
        "linkedin",
        "",
        "",
    ]
    result = ask("\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert result.output.count("postlint doesn't know the platform `") == 3
    assert dict(profile_in(here).platforms) == {"linkedin": "", "blog": ""}


def test_init_with_empty_answers_only(here: Path) -> None:
    result = ask("\n" * 9)
    assert result.exit_code == 0, result.output
    assert profile_in(here) == EMPTY_PROFILE


@pytest.mark.parametrize("answers", ["", "Meier\n", "Meier\n\n\n\n\n\n\nfriendster\n", "a\n" * 7])
def test_init_writes_nothing_if_aborted(answers: str, postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("init", stdin=answers)
    assert result.exit_code == 130
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_asks_for_the_hook(here: Path) -> None:
    result = ask("\n" * 8 + "y\n")
    assert result.exit_code == 0, result.output
    assert "- id: postlint\n" in result.output


@pytest.mark.parametrize(("option", "printed"), [("--hook", True), ("--no-hook", False)])
def test_init_does_not_ask_for_the_hook_with_an_option(
    option: str, printed: bool, here: Path
) -> None:
    result = ask("\n" * 8, option)
    assert result.exit_code == 0, result.output
    assert ("- id: postlint\n" in result.output) is printed


def test_init_asks_nothing_with_options_and_no_terminal(postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("init", "--client", "clinics", stdin="")
    assert result.exit_code == 0
    assert profile_in(tmp_path) == Profile(clients=("clinics",))


def test_init_asks_on_a_terminal_for_missing_answers_only(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Click's runner replaces standard input: what it puts there is made a terminal.
    monkeypatch.setattr(
        "click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False
    )
    result = ask("\n" * 7, "--firm", "Meier", "--platform", "x")
    assert result.exit_code == 0, result.output
    assert "Your firm's name" not in result.output
    assert "Where they are" not in result.output
    assert "Who your clients are" in result.output
    assert profile_in(here) == Profile(firm="Meier", platforms={"x": ""})


# The hook


def printed_hook(postlint: Postlint) -> Any:
    """Return the pre-commit configuration that `postlint init --hook` prints."""
    result = postlint("init", *ANSWERS, "--hook")
    assert (result.exit_code, result.stderr) == (0, "")
    return yaml.safe_load(result.stdout[result.stdout.index("repos:") :].split("\n\n")[0])


def test_init_hook_is_printed(postlint: Postlint, tmp_path: Path) -> None:
    (repo,) = printed_hook(postlint)["repos"]
    (hook,) = repo["hooks"]
    assert (repo["repo"], hook["id"], hook["entry"]) == (
        "local",
        "postlint",
        "postlint check --force-exclude",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["postlint.toml"]


def test_init_hook_is_printed_without_changing_a_configuration(
    postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "postlint.toml").write_text("platform = 'x'\n")
    result = postlint("init", "--hook", stdin="")
    assert result.exit_code == 0
    assert "id: postlint" in result.stdout
    assert "Wrote" not in result.stdout
    assert (tmp_path / "postlint.toml").read_text() == "platform = 'x'\n"
    assert postlint("init", "--hook", "--firm", "M").exit_code == 2


def test_init_hook_asks_nothing_without_a_terminal(postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("init", "--hook", stdin="")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "postlint.toml").exists()


def test_init_hook_skips_files_that_are_not_posts(postlint: Postlint) -> None:
    (hook,) = printed_hook(postlint)["repos"][0]["hooks"]
    for name, runs in (
        ("posts/new.md", True), ("new.mdx", True), ("a/b.txt", True), ("new.py", False),
        ("README.md", False), ("docs/readme.de.md", False), ("CHANGELOG.md", False),
        ("requirements-dev.txt", False), ("readme-later/new.md", True), ("LICENCE.txt", False),
    ):  # fmt: skip
        matches = re.search(hook["files"], name) and not re.search(hook["exclude"], name)
        assert bool(matches) is runs, name
