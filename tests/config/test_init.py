"""`postlint init`: a configuration from answers or options, and a hook in a file that is there."""

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

HOOKS = ".pre-commit-config.yaml"
TELLING = ("--no-input", "--firm", "Meier Hosting")
COMMENTED = """\
# Our hooks.
default_stages: [pre-commit]  # all of them
repos:
  # Python
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.8.0  # keep in step
    hooks:
      - id: ruff
        args: [--fix,
               --quiet]

  # Ours
  - repo: local
    hooks:
      - id: spelling
        name: "spelling: é, 🥚"
        entry: |
          sh -c '
            echo "# no comment"

            exit 0'
        language: system
"""


def profile_in(folder: Path) -> Profile:
    return read_settings(folder / "postlint.toml").profile


def hook_ids(text: str | bytes) -> list[str]:
    """Return the ids of all hooks; the text must be a configuration of pre-commit."""
    return [hook["id"] for repo in yaml.safe_load(text)["repos"] for hook in repo["hooks"]]


# The configuration


def test_options_become_the_profile(postlint: Postlint, tmp_path: Path) -> None:
    result = postlint(
        "init", "--no-input", "--firm", 'Meier "M" Hosting', "--author", "Rosa Meier",
        "--author", "Jo", "--offer", "servers that\tnever \\ stop", "--client", "clinics, small",
        "--problem", "downtime", "--goal", "sleep 🛌", "--topic", "hosting",
        "--on", "LinkedIn=at lunch", "--on", "twitter", "--on", "blog= a=b ",
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
    assert not (tmp_path / HOOKS).exists()
    write(tmp_path, draft=GOOD)
    assert postlint("check", "draft.md").exit_code == 0


def test_without_anything_told_it_is_a_file_of_comments(postlint: Postlint, tmp_path: Path) -> None:
    assert postlint("init", "--no-input").exit_code == 0
    assert tomllib.loads((tmp_path / "postlint.toml").read_text(encoding="utf-8")) == {
        "profile": {}
    }
    assert profile_in(tmp_path) == EMPTY_PROFILE


def test_what_stands_in_comments_is_valid_too(postlint: Postlint, tmp_path: Path) -> None:
    postlint("init", "--no-input")
    path = tmp_path / "postlint.toml"
    text = path.read_text(encoding="utf-8")
    said = re.sub(r"(?m)^# (?=\[rule|[a-z-]+ = )", "", text).replace('rules = ["rules"]', "")
    assert len(tomllib.loads(said)["profile"]) == len(Profile.model_fields)
    path.write_text(said, encoding="utf-8")
    found = read_settings(path)
    (rule,) = [rule for rule in found.rules if rule.id == "no-question"]
    assert rule.severity == "info"
    assert all(found.profile.model_dump().values())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(str.strip)
LISTS = st.lists(TEXTS, max_size=3)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "firm": TEXTS, "offer": TEXTS, "names": LISTS, "author": LISTS, "clients": LISTS,
        "problems": LISTS, "goals": LISTS, "topics": LISTS, "jargon": LISTS,
        "platforms": st.dictionaries(
            st.sampled_from(["linkedin", "x", "blog"]), st.one_of(st.just(""), TEXTS)
        ),
    },
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(told=PROFILES)
def test_any_profile_is_read_as_it_was_told(told: dict[str, Any]) -> None:
    profile = Profile.model_validate(told)
    text = config_text(profile)
    assert Profile.model_validate(tomllib.loads(text)["profile"]) == profile


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--on", "myspace"), "`myspace`"),
        (("--on", ""), "platform"),
        (("--firm", " "), "`firm`"),
        (("--firm", "x" * 501), "`firm`"),
        (("--client", "clinics", "--client", " "), "character"),
        (("--no-such-option",), "No such option"),
    ],
)
def test_what_cannot_be_used_writes_nothing(
    args: tuple[str, ...], says: str, postlint: Postlint, tmp_path: Path
) -> None:
    result = postlint("init", "--no-input", "--hook", *args)
    assert result.exit_code == 2
    assert says in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
def test_an_answer_that_is_no_text(tmp_path: Path) -> None:
    done = spawn("init", "--no-input", "--firm", b"caf\xe9", cwd=tmp_path)  # type: ignore[arg-type]
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 2)


def test_what_is_there_is_kept(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_bytes(b"# mine\r\n")
    for args in ((), TELLING, (*TELLING, "--hook")):
        result = postlint("init", *args, stdin="Meier\n" * 9)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "postlint: postlint.toml already exists; edit it, or use --force to overwrite it\n"
        )
        assert [path.name for path in tmp_path.iterdir()] == ["postlint.toml"]
        assert (tmp_path / "postlint.toml").read_bytes() == b"# mine\r\n"
    assert postlint("init", *TELLING, "--force").exit_code == 0
    assert profile_in(tmp_path).firm == "Meier Hosting"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (TELLING, "postlint.toml already exists; "),
        ((*TELLING, "--force"), "postlint.toml: can't be written ("),
    ],
)
def test_what_cannot_be_written_is_reported(
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


def test_answers_become_the_profile(here: Path) -> None:
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
    assert not (here / HOOKS).exists()


def test_a_platform_that_is_not_known_is_asked_again(here: Path) -> None:
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


def test_only_empty_answers(here: Path) -> None:
    result = ask("\n" * 9)
    assert result.exit_code == 0, result.output
    assert profile_in(here) == EMPTY_PROFILE


@pytest.mark.parametrize("answers", ["", "Meier\n", "Meier\n\n\n\n\n\n\nfriendster\n", "a\n" * 7])
def test_who_stops_answering_has_nothing_written(
    answers: str, postlint: Postlint, tmp_path: Path
) -> None:
    result = postlint("init", stdin=answers)
    assert result.exit_code == 130
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_hook_is_asked_for(here: Path) -> None:
    result = ask("\n" * 8 + "y\n")
    assert result.exit_code == 0, result.output
    assert hook_ids((here / HOOKS).read_bytes()) == ["postlint"]


@pytest.mark.parametrize(("option", "there"), [("--hook", True), ("--no-hook", False)])
def test_the_hook_is_not_asked_for_if_it_was_told(option: str, there: bool, here: Path) -> None:
    result = ask("\n" * 8, option)
    assert result.exit_code == 0, result.output
    assert (here / HOOKS).exists() is there


def test_an_option_means_no_questions_where_nobody_can_answer(
    postlint: Postlint, tmp_path: Path
) -> None:
    result = postlint("init", "--client", "clinics", stdin="")
    assert result.exit_code == 0
    assert profile_in(tmp_path) == Profile(clients=("clinics",))


def test_on_a_terminal_only_what_is_not_told_is_asked(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Click's runner replaces standard input: what it puts there is made a terminal.
    monkeypatch.setattr(
        "click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False
    )
    result = ask("\n" * 7, "--firm", "Meier", "--on", "x")
    assert result.exit_code == 0, result.output
    assert "Your firm's name" not in result.output
    assert "Where they are" not in result.output
    assert "Who your clients are" in result.output
    assert profile_in(here) == Profile(firm="Meier", platforms={"x": ""})


# The hook


def add_hook(postlint: Postlint, folder: Path, content: str | bytes) -> bytes:
    """Return a configuration of pre-commit after `postlint init --hook`."""
    path = folder / HOOKS
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    result = postlint("init", *TELLING, "--hook")
    assert (result.exit_code, result.stderr) == (0, "")
    return path.read_bytes()


def is_added(before: bytes, after: bytes) -> bool:
    """Say whether the text after is the text before with whole lines added in one place."""
    start = 0
    while start < len(before) and before[start] == after[start]:
        start += 1
    return any(
        after[:place] + after[place + len(after) - len(before) :] == before
        for place in range(start + 1)
    )


def test_a_new_file(postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("init", *TELLING, "--hook")
    assert result.exit_code == 0
    assert f"Added the hook to {HOOKS}." in result.stdout
    data = (tmp_path / HOOKS).read_bytes()
    assert b"\r" not in data
    (repo,) = yaml.safe_load(data)["repos"]
    (hook,) = repo["hooks"]
    assert (repo["repo"], hook["id"], hook["entry"]) == (
        "local",
        "postlint",
        "postlint check --force-exclude",
    )


PLAIN = "repos:\n- repo: local\n  hooks:\n  - id: first\n    name: first\n"
LISTS_OF_HOOKS = {
    "plain": PLAIN,
    "comments": COMMENTED,
    "a comment at the end": COMMENTED + "# The end.\n",
    "a later key": COMMENTED + "\nci:\n  skip: [spelling]\n",
    "a later key without a blank line": COMMENTED + "ci:\n  skip: [spelling]\n",
    "a comment without a line end": "ci: {}\n" + PLAIN + "# The end.",
    "blank lines at the end": PLAIN + "\n\n\n",
    "a long text and blank lines": PLAIN + "    entry: |\n      a\n\n      b\n\n\nci: {}\n",
    "a document's end": f"---\n{PLAIN}...\n",
    "wide": "repos:\n    -   repo: local\n        hooks:\n        -   id: first\n",
    "narrow": "repos:\n - repo: local\n   hooks:\n    - id: first\nci: {}\n",
    "the dash alone": "repos:\n-\n  repo: local\n  hooks:\n  -\n    id: first\nci: {}\n",
    "quoted": '"repos":\n- "repo": local\n  "hooks":\n  - "id": first\n',
    "two spaces before the key": "ci: {}\nrepos:\n    - repo: local\n      hooks: [{id: first}]\n",
    "an alias": "x: &x\n- id: first\nrepos:\n- repo: local\n  hooks: *x\nci: {}\n",
}
AT_FAULT = {
    "no line end": (PLAIN.rstrip("\n"), "the hook lands in the middle of the last hook"),
    "no line end after a long text": (
        PLAIN + "    entry: >-\n      a\n      b", "the hook lands in the middle of a text"
    ),
    "an anchor": (
        PLAIN.replace("repos:", "repos: &all"), "indented as the anchor: no YAML any more"
    ),
    "a tag": (PLAIN.replace("repos:", "repos: !!seq"), "indented as the tag: no YAML any more"),
}  # fmt: skip


def in_file(content: str, postlint: Postlint, tmp_path: Path) -> None:
    before = yaml.safe_load(content)
    data = add_hook(postlint, tmp_path, content)
    after = yaml.safe_load(data)
    added = [repo for repo in after["repos"] if repo not in before["repos"]]
    assert [hook["id"] for repo in added for hook in repo["hooks"]] == ["postlint"]
    assert {**after, "repos": before["repos"]} == before
    assert [repo for repo in after["repos"] if repo not in added] == before["repos"]
    assert after["repos"][-1] in added
    assert is_added(content.encode(), data)
    # A second time nothing changes.
    again = postlint("init", *TELLING, "--hook", "--force")
    assert again.exit_code == 0
    assert f"{HOOKS} already has the hook" in again.stdout
    assert (tmp_path / HOOKS).read_bytes() == data


@pytest.mark.parametrize("content", LISTS_OF_HOOKS.values(), ids=LISTS_OF_HOOKS)
def test_the_hook_comes_last_and_all_else_stays(
    content: str, postlint: Postlint, tmp_path: Path
) -> None:
    in_file(content, postlint, tmp_path)


@pytest.mark.parametrize(
    "content",
    [pytest.param(content, id=name) for name, (content, reason) in AT_FAULT.items()],
)
def test_the_hook_comes_last_in_odder_files(
    content: str, postlint: Postlint, tmp_path: Path
) -> None:
    in_file(content, postlint, tmp_path)


@pytest.mark.parametrize("last", ["{repo: meta, hooks: [{id: identity}]}", "*one"])
def test_the_hook_comes_last_after_flow_style(
    last: str, postlint: Postlint, tmp_path: Path
) -> None:
    content = f"repos:\n- &one\n  repo: local\n  hooks:\n  - id: first\n- {last}\nci: {{}}\n"
    assert hook_ids(add_hook(postlint, tmp_path, content))[-1] == "postlint"


def test_blank_lines_stay_before_what_follows(postlint: Postlint, tmp_path: Path) -> None:
    data = add_hook(postlint, tmp_path, PLAIN + "\n\nci: {}\n")
    assert b"    name: first\n- repo: local\n" in data
    assert data.endswith(b"\n\n\nci: {}\n")


def test_a_comment_on_what_follows_stays_with_it(postlint: Postlint, tmp_path: Path) -> None:
    data = add_hook(postlint, tmp_path, PLAIN + "\n# For the robots.\nci: {}\n")
    assert b"# For the robots.\nci: {}\n" in data


@pytest.mark.parametrize("content", [PLAIN, COMMENTED + "ci: {}\n"])
def test_crlf_stays(content: str, postlint: Postlint, tmp_path: Path) -> None:
    data = add_hook(postlint, tmp_path, content.replace("\n", "\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")
    assert hook_ids(data)[-1] == "postlint"


@pytest.mark.parametrize("content", [PLAIN, COMMENTED])
def test_with_crlf_the_hook_is_added_all_the_same(
    content: str, postlint: Postlint, tmp_path: Path
) -> None:
    data = add_hook(postlint, tmp_path, content.replace("\n", "\r\n"))
    assert hook_ids(data) == [*hook_ids(content), "postlint"]


def test_a_bom_stays(postlint: Postlint, tmp_path: Path) -> None:
    content = "\ufeff" + PLAIN
    assert is_added(content.encode(), add_hook(postlint, tmp_path, content))


@pytest.mark.parametrize(
    "repo",
    [
        "{repo: https://github.com/postlint/postlint, rev: v0.1.0, hooks: [{id: postlint}]}",
        "{repo: local, hooks: [{id: first}, {id: postlint, name: ours}]}",
    ],
)
def test_a_hook_that_is_there_is_enough(repo: str, postlint: Postlint, tmp_path: Path) -> None:
    content = f"repos: # all\r\n- {repo}\r\n".encode()
    assert add_hook(postlint, tmp_path, content) == content


def test_a_hook_of_a_like_name_is_another(postlint: Postlint, tmp_path: Path) -> None:
    data = add_hook(postlint, tmp_path, PLAIN.replace("first", "postlinter"))
    assert "postlint" in hook_ids(data)


REFUSED = {
    "flow style": "repos: [{repo: local, hooks: [{id: first}]}]\n",
    "flow style throughout": "{repos: [{repo: local, hooks: [{id: first}]}]}",
    "no list": "repos: local\n",
    "another file": "on: push\n",
    "a list": "- repo: local\n  hooks: [{id: first}]\n",
    "a tab": "repos:\n- repo: local\n  hooks:\n\t- id: first\n",
    "broken": "repos: [\n",
    "two documents": f"---\n{PLAIN}---\n{PLAIN}",
    "no such alias": "repos:\n- *first\n",
    "a control character": PLAIN.replace("first", "a\x0cb"),
    "no UTF-8": b"# caf\xe9\nrepos:\n- repo: local\n  hooks: []\n",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_added_to_is_left_alone(
    content: str | bytes, postlint: Postlint, tmp_path: Path
) -> None:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / HOOKS).write_bytes(data)
    result = postlint("init", *TELLING, "--hook")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"postlint: {HOOKS} ")
    assert "id: postlint" in result.stderr
    assert (tmp_path / HOOKS).read_bytes() == data


def test_what_to_add_by_hand_can_be_copied(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / HOOKS).write_text(REFUSED["flow style"], encoding="utf-8")  # type: ignore[arg-type]
    told = postlint("init", *TELLING, "--hook").stderr
    (repo,) = yaml.safe_load(told[told.index("- repo") :])
    assert repo["hooks"][0]["id"] == "postlint"


def test_a_second_try_works_after_the_file_is_mended(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / HOOKS).write_text("repos: [\n", encoding="utf-8")
    assert postlint("init", *TELLING, "--hook").exit_code == 2
    (tmp_path / HOOKS).write_text(PLAIN, encoding="utf-8")
    assert postlint("init", *TELLING, "--hook").exit_code == 0


@pytest.mark.parametrize(
    "content", ["", "\n", "# Nothing yet.\n", "repos:\n", "repos: []\n", "ci: {}\nrepos: []\n"]
)
def test_an_empty_file_is_begun(content: str, postlint: Postlint, tmp_path: Path) -> None:
    assert hook_ids(add_hook(postlint, tmp_path, content)) == ["postlint"]


def test_a_file_that_is_nested_too_deeply(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / HOOKS).write_text("repos: " + "[" * 5000, encoding="utf-8")
    assert postlint("init", *TELLING, "--hook").exit_code == 2


def test_the_hook_leaves_out_what_is_no_post(postlint: Postlint, tmp_path: Path) -> None:
    postlint("init", *TELLING, "--hook")
    (hook,) = yaml.safe_load((tmp_path / HOOKS).read_bytes())["repos"][0]["hooks"]
    for name, runs in (
        ("posts/new.md", True), ("new.mdx", True), ("a/b.txt", True), ("new.py", False),
        ("README.md", False), ("docs/readme.de.md", False), ("CHANGELOG.md", False),
        ("requirements-dev.txt", False), ("readme-later/new.md", True), ("LICENCE.txt", False),
    ):  # fmt: skip
        checked = re.search(hook["files"], name) and not re.search(hook["exclude"], name)
        assert bool(checked) is runs, name
