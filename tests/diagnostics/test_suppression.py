"""Findings that a draft itself accepts: which, where, and what is said of those in vain."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint.checks import CHECKS
from postlint.checks.base import Context, Hit
from postlint.checks.form import weak_opening
from postlint.rules.loader import load_rules
from tests.command import (
    ASKS_NOTHING,
    GOOD,
    ROOT,
    SELF_FOCUSED,
    Postlint,
    rules_by_path,
    run_here,
    write,
)

JSON = ("--output-format", "json")
SHOUT = "We shout at all of the people here."
HUSH = "We whisper to all of the people here."
BOTH = f"{SHOUT} {HUSH}"
NEWLINES = pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])

RULE = """\
id: {id}
category: form
scope: {scope}
severity: {severity}
check: phrases
options: {{phrases: [{phrase}]}}
supersedes: [{covers}]
message: Heard.
help: Say it otherwise.
why: It is heard.
bad: []
good: []
"""


def add_rule(
    folder: Path, name: str, phrase: str, *, scope: str = "block", covers: str = ""
) -> None:
    severity = "error" if covers else "warning"
    text = RULE.format(id=name, scope=scope, severity=severity, phrase=phrase, covers=covers)
    (folder / f"{name}.yaml").write_text(text)


def set_up(folder: Path) -> Path:
    """Write two rules and a configuration that runs no others."""
    add_rule(folder, "loud", "shout")
    add_rule(folder, "soft", "whisper", scope="sentence")
    config = folder / "postlint.toml"
    config.write_text('rules = ["loud.yaml", "soft.yaml"]\nselect = ["loud", "soft"]\n')
    return config


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    set_up(tmp_path)
    return tmp_path


def findings(result: Result) -> list[dict[str, Any]]:
    """Return the findings on the one post of a JSON report."""
    (post,) = json.loads(result.stdout)["posts"]
    return list(post["findings"])


def check(postlint: Postlint, text: str, *args: str, name: str = "post.md") -> list[dict[str, Any]]:
    Path(name).write_bytes(text.encode())
    return findings(postlint("check", name, *JSON, *args))


def lines(found: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(one["line"], one["rule"]) for one in found]


def marks(written: str) -> str:
    """Write out a draft in which `@` stands for a comment, `!` for a loud sentence."""
    loud = re.sub(r"(?<!\[)!", SHOUT, written)
    return loud.replace("@", "<!-- postlint-ignore loud -->")


# For a block

BLOCKS: list[tuple[str, list[int]]] = [
    # Before it.
    ("@\n\n!\n\n!\n", [5]),
    ("@\n!\n\n!\n", [4]),
    ("!\n\n@\n\n!\n\n!\n", [1, 7]),
    ("!\n\n@\n!\n\n!\n", [1, 6]),
    ("@\n\n\n\n!\n\n!\n", [7]),
    ("@ @\n\n!\n\n!\n", [5]),
    ("@\n@\n\n@\n\n!\n\n!\n", [8]),
    ("@\n\n# !\n\n!\n", [5]),
    ("@\n\n! ! !\n!\n\n!\n", [6]),
    ("@\n\n- !\n- !\n\n  !\n\n!\n", [8]),
    ("@\n\n1. !\n2. !\n\n!\n", [6]),
    ("@\n\n> [!NOTE]\n> !\n>\n> !\n\n!\n", [8]),
    ("@\n\n| a |\n|---|\n| ! |\n\n!\n", [7]),
    ("@\n\n<div>\n<p>!</p>\n<p>!</p>\n</div>\n\n!\n", [8]),
    ("@\n\n---\n\n!\n\n!\n", [7]),
    ("@\n\n[link]: https://example.com\n\n!\n\n!\n", [7]),
    # In it.
    ("! @\n\n!\n", [3]),
    ("!\n@ !\n\n!\n", [1, 4]),
    ("*! @ !*\n\n!\n", [3]),
    ("# ! @\n\n!\n", [3]),
    ("!\n\n!\n\n! @", [1, 3]),
    ("- !\n- @ !\n- !\n", [1, 3]),
    ("- !\n  @\n- !\n", [3]),
    ("1. !\n2. ! @\n3. !\n", [1, 3]),
    ("- !\n  - @ !\n  - !\n", [1, 3]),
    ("- !\n\n  ! @\n\n- !\n", [1, 5]),
    ("- !\n\n  - !\n\n  @\n\n- !\n", [7]),
    ("> [!NOTE]\n> ! @\n>\n> !\n\n!\n", [4, 6]),
    ("| a |\n|---|\n| ! @ |\n| ! |\n\n!\n", [6]),
    ("Text.[^1]\n\n[^1]: ! @\n\n!\n", [5]),
]  # fmt: skip


@NEWLINES
@pytest.mark.parametrize(("written", "left"), BLOCKS)
@pytest.mark.usefixtures("folder")
def test_the_block_it_stands_in_or_the_next(
    written: str, left: list[int], newline: str, postlint: Postlint
) -> None:
    text = marks(written).replace("\n", newline)
    assert lines(check(postlint, text)) == [(line, "loud") for line in left]


@pytest.mark.parametrize("before", ["\ufeff", "---\ntitle: 🥚🥚\n---\n", "🥚🥚🥚 Ünï.\n\n"])
@pytest.mark.parametrize(("written", "left"), BLOCKS[:6])
@pytest.mark.usefixtures("folder")
def test_what_stands_before_moves_no_block(
    written: str, left: list[int], before: str, postlint: Postlint
) -> None:
    found = check(postlint, before + marks(written))
    assert lines(found) == [(line + before.count("\n"), "loud") for line in left]


@pytest.mark.usefixtures("folder")
def test_it_ends_where_the_next_block_begins(postlint: Postlint) -> None:
    first = "Shout at all of the people here."
    found = check(postlint, f"<!-- postlint-ignore loud -->\n# {first}\n{first}\n")
    assert [(one["line"], one["column"]) for one in found] == [(3, 1)]
    text = "<!-- postlint-disable -->Whisper to them.<!-- postlint-enable -->Whisper to them.\n"
    (found_after,) = check(postlint, f"We go. {text}")
    assert found_after["column"] == len("We go. ") + text.rindex("Whisper") + 1


@pytest.mark.usefixtures("folder")
def test_at_the_end_it_holds_for_nothing(postlint: Postlint) -> None:
    for end in ("", "\n", "\n\n"):
        found = check(postlint, marks(f"!\n\n@{end}"))
        assert lines(found) == [(1, "loud"), (3, "unused-ignore")]


# What a comment says

NAMED = [
    ("loud", {"soft"}),
    ("soft", {"loud"}),
    ("loud soft", set()),
    ("loud,soft", set()),
    ("soft,   loud", set()),
    (" \t loud\t,\tsoft , ", set()),
    ("loud\nsoft\n", set()),
    ("\n  loud,\n  soft\n", set()),
    ("", set()),
    ("loud -- soft", {"soft"}),
    ("loud -- as soft, as can be -- really", {"soft"}),
    ("loud --\nsoft", {"soft"}),
    ("loud --", {"soft"}),
    ("-- for loud reasons only", set()),
    ("--", set()),
]


@pytest.mark.parametrize("directive", ["ignore", "disable", "ignore-file"])
@pytest.mark.parametrize(("says", "left"), NAMED)
@pytest.mark.usefixtures("folder")
def test_names_and_reasons(says: str, left: set[str], directive: str, postlint: Postlint) -> None:
    for comment in (f"<!-- postlint-{directive} {says} -->", f"<!--postlint-{directive} {says}-->"):
        found = check(postlint, f"{comment}\n\n{BOTH}\n")
        assert {one["rule"] for one in found} == left


# Regions


def directive(says: str) -> str:
    return f"<!-- postlint-{says} -->"


@NEWLINES
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["disable"], []),
        (["!", "disable loud"], [(1, "loud"), (1, "soft"), (5, "soft")]),
        (["disable loud"], [(3, "soft")]),
        (["disable", "!", "enable"], [(7, "loud"), (7, "soft")]),
        (["disable", "!", "enable soft"], [(7, "soft")]),
        (["disable", "!", "enable soft", "!", "enable loud"],
         [(7, "soft"), (11, "loud"), (11, "soft")]),
        (["disable", "!", "enable loud soft"], [(7, "loud"), (7, "soft")]),
        (["disable loud, soft", "!", "enable soft"], [(7, "soft")]),
        (["disable loud", "disable soft", "!", "enable loud"], [(9, "loud")]),
        (["disable loud", "disable soft", "!", "enable"], [(9, "loud"), (9, "soft")]),
        (["disable loud", "disable loud", "!", "enable loud"],
         [(5, "soft"), (9, "loud"), (9, "soft")]),
        (["disable loud", "!", "enable loud", "!", "disable loud"],
         [(3, "soft"), (7, "loud"), (7, "soft"), (11, "soft")]),
        (["disable", "!", "enable loud", "!", "disable loud"], [(7, "loud")]),
        (["disable -- soft, for a while", "!", "enable -- soft"], [(7, "loud"), (7, "soft")]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_regions(
    said: list[str], expected: list[tuple[int, str]], newline: str, postlint: Postlint
) -> None:
    blocks = [BOTH if one == "!" else directive(one) for one in [*said, "!"]]
    found = check(postlint, f"{newline}{newline}".join(blocks) + newline)
    assert lines(found) == expected


@pytest.mark.usefixtures("folder")
def test_a_region_may_begin_and_end_within_a_paragraph(postlint: Postlint) -> None:
    text = f"{HUSH}\n<!-- postlint-disable -->\n{HUSH}\n<!-- postlint-enable -->\n{HUSH}\n"
    assert lines(check(postlint, text)) == [(1, "soft"), (5, "soft")]


@pytest.mark.parametrize("where", range(3))
@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("<!-- postlint-ignore-file loud -->", "soft"),
        ("<!-- postlint-ignore-file soft -- a reason -->", "loud"),
        ("<!-- postlint-ignore-file -->", None),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_file_wherever_it_is_said(
    comment: str, left: str | None, where: int, postlint: Postlint
) -> None:
    blocks = [BOTH, BOTH]
    blocks.insert(where, comment)
    found = check(postlint, "\n\n".join(blocks))
    assert [one["rule"] for one in found] == ([left] * 2 if left else [])


@pytest.mark.usefixtures("folder")
def test_other_files_are_not_meant(postlint: Postlint, tmp_path: Path) -> None:
    write(
        tmp_path, a=f"<!-- postlint-ignore-file -->\n\n{SHOUT}", b=SHOUT,
        c=f"---\npostlint: {{ignore: [loud]}}\n---\n{SHOUT}", d=SHOUT,
        e=f"<!-- postlint-disable loud -->\n\n{SHOUT}", f=SHOUT,
    )  # fmt: skip
    found = rules_by_path(postlint("check", *JSON))
    assert [name for name, rules in found.items() if rules] == ["b.md", "d.md", "f.md"]


# Where there are comments, and where none

MDX_COMMENT = "{/* postlint-ignore loud */}"
MDX_BLOCKS = [
    (f"{MDX_COMMENT}\n\n!\n\n!\n", [5]),
    (f"{MDX_COMMENT}\n!\n\n!\n", [4]),
    (f"! {MDX_COMMENT}\n\n!\n", [3]),
    (f"- {MDX_COMMENT} !\n- !\n", [2]),
    ("{/*postlint-ignore loud*/}\n\n!\n\n!\n", [5]),
    ("{/*\n  postlint-ignore\n  loud -- it's {odd}\n*/}\n!\n\n!\n", [7]),
    (f"import A from 'a'\n\n{MDX_COMMENT}\n\n!\n\n!\n", [7]),
    (f"<Note>\n\n{MDX_COMMENT}\n\n!\n\n</Note>\n\n!\n", [9]),
    ("{/* postlint-disable */}\n\n!\n\n{/* postlint-enable loud */}\n\n!\n", [7]),
    ("!\n\n{/* postlint-ignore-file */}\n\n!\n", []),
    ("@\n\n!\n\n!\n", [5]),
]


@NEWLINES
@pytest.mark.parametrize("name", ["post.mdx", "post.MDX"])
@pytest.mark.parametrize(("written", "left"), MDX_BLOCKS)
@pytest.mark.usefixtures("folder")
def test_mdx(written: str, left: list[int], name: str, newline: str, postlint: Postlint) -> None:
    text = marks(written).replace("\n", newline)
    assert lines(check(postlint, text, name=name)) == [(line, "loud") for line in left]


@pytest.mark.parametrize("name", ["post.md", "post.markdown", "post.txt"])
@pytest.mark.usefixtures("folder")
def test_what_mdx_alone_has(name: str, postlint: Postlint) -> None:
    text = f"{MDX_COMMENT}\n\n{SHOUT}\n\n{{/* postlint-ignor */}}\n"
    assert lines(check(postlint, text, name=name)) == [(3, "loud")]


@pytest.mark.parametrize("name", ["post.txt", "post.TXT"])
@pytest.mark.parametrize("says", ["ignore loud", "disable", "ignore-file", "ignor", "ignore luod"])
@pytest.mark.usefixtures("folder")
def test_plain_text_has_no_comments(says: str, name: str, postlint: Postlint) -> None:
    text = f"<!-- postlint-{says} -->\n\n{SHOUT}\n"
    assert lines(check(postlint, text, name=name)) == [(3, "loud")]


@pytest.mark.parametrize("name", ["post.md", "post.markdown", "post.mdx", "post.txt"])
@pytest.mark.usefixtures("folder")
def test_front_matter_speaks_in_every_format(name: str, postlint: Postlint) -> None:
    text = f"---\npostlint: {{ignore: [loud]}}\n---\n{BOTH}\n"
    assert lines(check(postlint, text, name=name)) == [(4, "soft")]


CODE = [
    "`#` is it.", "`` ` # ` `` is it.", "```\n#\n```", "~~~html\n#\n~~~", "```\n#",
    "````md\n```\n#\n```\n````", "    #", "- An item.\n\n      #", "- ```\n  #\n  ```",
    "> ```\n> #\n> ```", "**`#`**", "- `#`", "[`#`](https://example.com)", "Head `#`\n====",
    "| a |\n|---|\n| `#` |",
]  # fmt: skip


@pytest.mark.parametrize("name", ["post.md", "post.mdx"])
@pytest.mark.parametrize("code", CODE)
@pytest.mark.usefixtures("folder")
def test_code_says_nothing(code: str, name: str, postlint: Postlint) -> None:
    said = ["ignore-file", "disable loud", "ignore luod", "oops"]
    comments = [directive(says) for says in said]
    if name == "post.mdx":
        comments += [f"{{/* postlint-{says} */}}" for says in said]
    for comment in comments:
        text = f"{code.replace('#', comment)}\n\n"
        assert lines(check(postlint, f"{SHOUT}\n\n{text}", name=name)) == [(1, "loud")]


@pytest.mark.parametrize(
    "before",
    [
        "---\n# <!-- postlint-ignore-file -->\ntitle: x\n---\n",
        "---\ntitle: <!-- postlint-ignore-file -->\n---\n",
        "<!-- see postlint-ignore-file -->\n\n",
        "<!- postlint-ignore-file ->\n\n",
        "&lt;!-- postlint-ignore-file --&gt;\n\n",
        "postlint-ignore-file\n\n",
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_no_comment(before: str, postlint: Postlint) -> None:
    assert [one["rule"] for one in check(postlint, before + SHOUT)] == ["loud"]


# Standard input

SOURCES = [
    f"<!-- postlint-ignore loud -->\n\n{BOTH}\n\n{BOTH}\n",
    f"<!-- postlint-disable -->\r\n\r\n{BOTH}\r\n<!-- postlint-enable luod -->\r\n",
    f"\ufeff---\npostlint: {{ignore: [luod, soft]}}\n---\n{BOTH}\n<!-- postlint-ignor -->\n",
    f"{{/* postlint-ignore */}}\n\n{BOTH} 🥚\n\n{{/* postlint-ignore soft */}}\n",
    f"---\npostlint: false\n---\n{BOTH}\n",
]


@pytest.mark.parametrize("name", ["post.md", "post.mdx", "post.txt"])
@pytest.mark.parametrize("text", SOURCES)
@pytest.mark.usefixtures("folder")
def test_standard_input_is_read_likewise(text: str, name: str, postlint: Postlint) -> None:
    Path(name).write_bytes(text.encode())
    from_file = postlint("check", name, *JSON)
    args = ("check", "-", "--stdin-filename", name, *JSON)
    from_stdin = postlint(*args, stdin=text.encode())
    assert json.loads(from_stdin.stdout) == json.loads(from_file.stdout)
    assert from_stdin.exit_code == from_file.exit_code


@pytest.mark.usefixtures("folder")
def test_standard_input_without_a_name_is_markdown(postlint: Postlint) -> None:
    text = f"<!-- postlint-ignore loud -->\n\n{SHOUT}\n\n{{/* postlint-ignore */}}\n\n{SHOUT}\n"
    assert lines(findings(postlint("check", "-", *JSON, stdin=text))) == [(7, "loud")]


def test_a_file_on_standard_input_can_be_left_out(postlint: Postlint) -> None:
    result = postlint("check", "-", *JSON, stdin=f"---\npostlint: false\n---\n{SELF_FOCUSED}")
    assert result.exit_code == 0
    (post,) = json.loads(result.stdout)["posts"]
    assert post["skipped"]
    assert post["findings"] == []
    assert json.loads(result.stdout)["summary"]["skipped"] == 1


# In front matter


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("front", "left"),
    [
        ("---\npostlint: {ignore: [loud]}\n---\n", ["soft"]),
        ("---\npostlint: {ignore: [loud, soft]}\n---\n", []),
        ("---\npostlint: {ignore: soft}\n---\n", ["loud"]),
        ("---\npostlint:\n  ignore:\n  - loud\n  - soft\n---\n", []),
        ("---\n{postlint: {ignore: [loud]}}\n---\n", ["soft"]),
        ("+++\npostlint.ignore = ['loud']\n+++\n", ["soft"]),
        ("+++\npostlint = {ignore = ['loud', 'soft']}\n+++\n", []),
        ("+++\n[postlint]\nignore = 'soft'\n+++\n", ["loud"]),
        ("---\npostlint: true\n---\n", ["loud", "soft"]),
        ("---\npostlint:\n---\n", ["loud", "soft"]),
        ("---\npostlint: {ignore: []}\n---\n", ["loud", "soft"]),
        ("---\nignore: [loud]\n---\n", ["loud", "soft"]),
        ("---\nprofile: {}\nother: {postlint: {ignore: [loud]}}\n---\n", ["loud", "soft"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_front_matter(
    front: str, left: list[str], bom: str, newline: str, postlint: Postlint
) -> None:
    text = bom + (front + BOTH).replace("\n", newline)
    assert [one["rule"] for one in check(postlint, text)] == left


@pytest.mark.parametrize("front", ["---\npostlint: false\n---\n", "+++\npostlint = false\n+++\n"])
@pytest.mark.parametrize("name", ["post.md", "post.mdx", "post.txt"])
@pytest.mark.usefixtures("folder")
def test_what_is_left_out_has_no_findings(front: str, name: str, postlint: Postlint) -> None:
    text = f"{front}<!-- postlint-ignor -->\n\n{SHOUT}\n"
    assert check(postlint, text, name=name) == []
    result = postlint("check", name, "--fail-on", "info", "--min-relevance", "1")
    assert result.exit_code == 0


@pytest.mark.parametrize("value", ['"false"', "0", "[loud]", "loud", "{ignore: {loud: yes}}", "{}"])
@pytest.mark.usefixtures("folder")
def test_front_matter_that_says_nothing_is_told_and_leaves_nothing_out(
    value: str, postlint: Postlint
) -> None:
    found = check(postlint, f"---\ntitle: x\npostlint: {value}\n---\n{SHOUT}\n")
    assert lines(found) == [(3, "unused-ignore"), (5, "loud")]
    assert found[0]["excerpt"] == f"postlint: {value}"


@pytest.mark.usefixtures("folder")
def test_a_key_too_many_is_told_and_the_rest_holds(postlint: Postlint) -> None:
    found = check(postlint, f"---\npostlint: {{ignore: [loud], why: 3}}\n---\n{BOTH}\n")
    assert lines(found) == [(2, "unused-ignore"), (4, "soft")]


# What is accepted doesn't fail a run


@pytest.mark.parametrize(
    "before",
    [
        "---\npostlint: {ignore: [self-focused]}\n---\n",
        "<!-- postlint-ignore-file self-focused -->\n\n",
        "<!-- postlint-ignore self-focused -->\n\n",
        "<!-- postlint-disable self-focused -->\n\n",
    ],
)
def test_the_status_ignores_it_and_the_summary_counts_it(
    before: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, a=SELF_FOCUSED)
    assert postlint("check", "a.md").exit_code == 1
    write(tmp_path, a=before + SELF_FOCUSED)
    result = postlint("check", "a.md", *JSON, "--fail-on", "info")
    assert result.exit_code == 0
    summary = json.loads(result.stdout)["summary"]
    assert (summary["errors"], summary["warnings"], summary["infos"]) == (0, 0, 0)
    assert (summary["accepted"], summary["baselined"]) == (1, 0)
    counts = postlint("check", "a.md").stdout.splitlines()[-1]
    assert counts == "1 post checked: no problems found, 1 accepted."


def test_an_accepted_finding_still_covers(postlint: Postlint, folder: Path) -> None:
    add_rule(folder, "big", "people", covers="loud")
    config = folder / "postlint.toml"
    config.write_text('rules = ["big.yaml", "loud.yaml"]\nselect = ["big", "loud"]\n')
    assert lines(check(postlint, f"{SHOUT}\n")) == [(1, "big")]
    for before in ("---\npostlint: {ignore: [big]}\n---\n", "<!-- postlint-ignore big -->\n"):
        assert check(postlint, f"{before}{SHOUT}\n") == []
    assert lines(check(postlint, f"{SHOUT}\n", "--ignore", "big")) == [(1, "loud")]


def test_what_another_finding_stands_for_is_not_accepted_in_vain(
    postlint: Postlint, folder: Path
) -> None:
    add_rule(folder, "big", "people", covers="loud")
    config = folder / "postlint.toml"
    config.write_text('rules = ["big.yaml", "loud.yaml"]\nselect = ["big", "loud"]\n')
    text = f"<!-- postlint-ignore loud -->\n\n{SHOUT}\n"
    assert lines(check(postlint, text)) == [(3, "big")]
    assert check(postlint, text, "--ignore", "big") == []


def fails(context: Context) -> Iterator[Hit]:
    raise KeyError("kitchen")


@pytest.mark.parametrize(
    "before", ["<!-- postlint-ignore-file -->\n", "<!-- postlint-disable -->\n"]
)
def test_a_failure_of_postlint_is_never_accepted(
    before: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = {**CHECKS, "weak_opening": replace(weak_opening.CHECK, run=fails)}
    rules = load_rules([ROOT / "rules"], checks=checks)
    monkeypatch.setattr("postlint.config.registry.CHECKS", checks)
    monkeypatch.setattr("postlint.config.registry.builtin_rules", lambda: rules)
    write(tmp_path, a=before + SELF_FOCUSED)
    result = postlint("check", "a.md", *JSON)
    assert result.exit_code == 2
    assert rules_by_path(result) == {"a.md": ["internal-error"]}


# What is said in vain

IN_VAIN = [
    ("postlint-ignore loud", "`loud` finds nothing here"),
    ("postlint-ignore-file loud -- a reason", "`loud` finds nothing here"),
    ("postlint-disable loud", "`loud` finds nothing here"),
    ("postlint-ignore", "No rule finds anything here"),
    ("postlint-ignore-file", "No rule finds anything here"),
    ("postlint-disable", "No rule finds anything here"),
    ("postlint-enable", "No rule is disabled here"),
    ("postlint-enable loud", "No rule is disabled here"),
    ("postlint-ignore lloud", "Unknown rule `lloud` (did you mean `loud`?)"),
    ("postlint-ignore-file sofft", "Unknown rule `sofft` (did you mean `soft`?)"),
    ("postlint-disable\nsofft", "Unknown rule `sofft`"),
    ("postlint-ignor loud", "`postlint-ignor` (did you mean `postlint-ignore`?)"),
    ("postlint-disabel", "did you mean `postlint-disable`?"),
    ("postlint-ignore-next-line loud", "`postlint-ignore-next-line`"),
    ("postlint-", "`postlint-`"),
]


@pytest.mark.parametrize(
    ("before", "newline"),
    [
        ("", "\n"), ("\ufeff🥚 ", "\r\n"), ("---\ntitle: 🥚\n---\n\n", "\r"),
        ("\ufeff---\ntitle: 🥚\n---\n🥚 ", "\r\n"), ("# Eggs 🥚\n\nText 🥚, as usual, ", "\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("says", "message"), IN_VAIN)
@pytest.mark.usefixtures("folder")
def test_what_is_said_in_vain_is_told_where_it_stands(
    says: str, message: str, before: str, newline: str, postlint: Postlint
) -> None:
    comment = f"<!-- {says} -->".replace("\n", newline)
    text = f"{before.replace(chr(10), newline)}{comment}{newline}{newline}{GOOD}"
    (found,) = check(postlint, text)
    assert (found["rule"], found["severity"]) == ("unused-ignore", "warning")
    assert message in found["message"]
    assert found["excerpt"] == comment
    assert found["help"]
    start = text.removeprefix("\ufeff").index("<!--")
    assert (found["line"], found["column"]) == place(text, start)
    assert (found["end_line"], found["end_column"]) == place(text, start + len(comment))


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, a BOM not counted."""
    before = text.removeprefix("\ufeff")[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    ("args", "status"),
    [
        ((), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "error"), 0),
        (("--max-warnings", "0"), 1),
        (("--max-warnings", "1"), 0),
        (("--fail-on", "info", "--ignore", "unused-ignore"), 0),
        (("--max-warnings", "0", "--ignore", "loud,unused-ignore"), 0),
    ],
)
@pytest.mark.usefixtures("folder")
def test_it_is_a_warning(args: tuple[str, ...], status: int, postlint: Postlint) -> None:
    Path("post.md").write_text(f"<!-- postlint-ignore loud -->\n\n{GOOD}")
    result = postlint("check", "post.md", "--output-format", "concise", *args)
    assert result.exit_code == status
    shown = "post.md:1:1: warning unused-ignore `loud` finds nothing here"
    assert (shown in result.stdout) is ("--ignore" not in args)


@pytest.mark.parametrize(("says", "message"), IN_VAIN)
@pytest.mark.usefixtures("folder")
def test_it_can_be_ignored(says: str, message: str, postlint: Postlint) -> None:
    text = f"<!-- {says} -->\n\n{GOOD}"
    assert message in check(postlint, text)[0]["message"]
    assert check(postlint, text, "--ignore", "unused-ignore") == []


@pytest.mark.usefixtures("folder")
def test_ignoring_it_brings_nothing_back(postlint: Postlint) -> None:
    text = f"<!-- postlint-ignore loud sofft -->\n\n{BOTH}\n"
    assert lines(check(postlint, text)) == [(1, "unused-ignore"), (3, "soft")]
    assert lines(check(postlint, text, "--ignore", "unused-ignore")) == [(3, "soft")]


UNRUN = [
    "<!-- postlint-ignore loud -->\n\n",
    "<!-- postlint-ignore-file loud -->\n\n",
    "<!-- postlint-disable loud -->\n\n",
    "---\npostlint: {ignore: [loud]}\n---\n",
]


@pytest.mark.parametrize("before", UNRUN)
@pytest.mark.parametrize("args", [("--select", "soft"), ("--ignore", "loud")])
@pytest.mark.usefixtures("folder")
def test_a_rule_that_is_not_run_is_not_ignored_in_vain(
    before: str, args: tuple[str, ...], postlint: Postlint
) -> None:
    text = f"{before}{GOOD}"
    assert [one["rule"] for one in check(postlint, text)] == ["unused-ignore"]
    assert check(postlint, text, *args) == []


@pytest.mark.parametrize("before", UNRUN)
def test_a_rule_that_is_turned_off_is_not_ignored_in_vain(
    before: str, postlint: Postlint, folder: Path
) -> None:
    rules = 'rules = ["loud.yaml"]\n'
    (folder / "postlint.toml").write_text(rules)
    assert [one["rule"] for one in check(postlint, f"{before}{GOOD}")] == ["unused-ignore"]
    (folder / "postlint.toml").write_text(f"{rules}[rule.loud]\nenabled = false\n")
    assert check(postlint, f"{before}{GOOD}") == []


@pytest.mark.parametrize("args", [(), ("--select", "soft"), ("--ignore", "loud")])
@pytest.mark.parametrize(
    "body", [GOOD, "![An image](a.png)\n", "Heute gab es wieder Eier mit Speck.\n"]
)
@pytest.mark.usefixtures("folder")
def test_a_misspelt_rule_is_told_whatever_is_run(
    body: str, args: tuple[str, ...], postlint: Postlint
) -> None:
    found = check(postlint, f"<!-- postlint-ignore-file lloud -->\n\n{body}", *args)
    assert [one["rule"] for one in found] == ["unused-ignore"]


@pytest.mark.parametrize("body", ["![An image](a.png)\n", "Heute gab es wieder Eier mit Speck.\n"])
@pytest.mark.usefixtures("folder")
def test_where_no_rule_was_run_nothing_is_in_vain(body: str, postlint: Postlint) -> None:
    assert check(postlint, f"<!-- postlint-ignore-file loud -->\n\n{body}") == []
    assert check(postlint, f"---\npostlint: {{ignore: loud}}\n---\n{body}") == []


OFF, ON = "<!-- postlint-disable {} -->\n\n", "\n\n<!-- postlint-enable {} -->\n\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"<!-- postlint-ignore loud soft -->\n\n{SHOUT}\n", ["soft"]),
        (f"<!-- postlint-ignore soft, loud -->\n\n{GOOD}", ["loud", "soft"]),
        (f"<!-- postlint-ignore loud loud lloud lloud -->\n\n{GOOD}", ["lloud", "loud"]),
        (f"<!-- postlint-ignore loud lloud -->\n\n{SHOUT}\n", ["lloud"]),
        (f"<!-- postlint-ignore -->\n\n{SHOUT}\n", []),
        (OFF.format("loud soft") + SHOUT + ON.format("soft") + SHOUT, ["soft"]),
        (OFF.format("loud soft") + GOOD + ON.format("soft") + BOTH, ["soft"]),
        (OFF.format("loud") + GOOD + ON.format("") + SHOUT, ["loud"]),
        (OFF.format("") + GOOD + ON.format("soft") + BOTH, []),
        (f"---\npostlint: {{ignore: [loud, soft, lloud]}}\n---\n{SHOUT}\n", ["lloud", "soft"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_each_name_is_told_once(text: str, told: list[str], postlint: Postlint) -> None:
    found = [one for one in check(postlint, text) if one["rule"] == "unused-ignore"]
    assert sorted(one["message"].split("`")[1] for one in found) == told


@pytest.mark.usefixtures("folder")
def test_two_that_hold_for_one_finding_are_both_of_use(postlint: Postlint) -> None:
    comments = "<!-- postlint-ignore loud -->\n<!-- postlint-ignore -->"
    front = "---\npostlint: {ignore: [loud]}\n---\n"
    text = f"{front}<!-- postlint-ignore-file loud -->\n\n{comments}\n\n{SHOUT}\n"
    assert check(postlint, text) == []


# Whatever an author writes

TUNED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.sampled_from(["", "loud", "soft", "loud soft", "soft, loud -- both"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from([SHOUT, HUSH, BOTH, f"🥚 {HUSH} {SHOUT}"])),
        st.tuples(st.sampled_from(["ignore", "disable", "enable"]), NAMES),
    ),
    max_size=12,
)  # fmt: skip
OPENING = "If you are moving offices this year, order the internet line first."


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(tmp_path_factory.mktemp("config"))


def meant(names: str) -> set[str]:
    return {rule for rule in ("loud", "soft") if rule in names} or {"loud", "soft"}


def expected_of(steps: list[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Return where what is not accepted stands, each step being a block of one line."""
    found: list[tuple[int, int, str]] = []
    ignored: set[str] = set()
    disabled: set[str] = set()
    for index, (what, detail) in enumerate(steps):
        if what == "ignore":
            ignored |= meant(detail)
        elif what == "disable":
            disabled |= meant(detail)
        elif what == "enable":
            disabled -= meant(detail)
        else:
            places = [("loud", detail.find("shout")), ("soft", detail.find("whisper"))]
            found += [
                (2 * index + 3, column + 1, rule)
                for rule, column in sorted(places, key=lambda place: place[1])
                if column >= 0 and rule not in ignored | disabled
            ]
            ignored = set()
    return found


def written(steps: list[tuple[str, str]], newline: str) -> str:
    blocks = [one if what == "say" else directive(f"{what} {one}") for what, one in steps]
    return f"{newline}{newline}".join([OPENING, *blocks])


def on_stdin(text: str, config: Path, *args: str, name: str = "post.md") -> list[dict[str, Any]]:
    args = ("--stdin-filename", name, "--config", str(config), *JSON, *args)
    return findings(run_here("check", "-", *args, stdin=text.encode()))


@TUNED
@given(steps=STEPS, newline=st.sampled_from(["\n", "\r\n", "\r"]))
def test_just_what_is_accepted_goes_and_nothing_moves(
    steps: list[tuple[str, str]], newline: str, config: Path
) -> None:
    found = on_stdin(written(steps, newline), config, "--ignore", "unused-ignore")
    assert [(one["line"], one["column"], one["rule"]) for one in found] == expected_of(steps)


@TUNED
@given(steps=STEPS)
def test_what_is_said_in_vain_can_be_taken_away(steps: list[tuple[str, str]], config: Path) -> None:
    rows = written(steps, "\n").split("\n")
    found = on_stdin("\n".join(rows), config)
    told: dict[int, set[str]] = defaultdict(set)
    for one in found:
        if one["rule"] == "unused-ignore":
            names = re.findall(r"^`(loud|soft)`", one["message"])
            told[one["line"] - 1] |= set(names or re.findall("loud|soft", one["excerpt"]))
    for index, vain in told.items():
        if vain == set(re.findall("loud|soft", rows[index])):
            rows[index] = ""
    kept = [one for one in found if one["rule"] != "unused-ignore"]
    assert on_stdin("\n".join(rows), config, "--ignore", "unused-ignore") == kept


PIECES = st.lists(
    st.sampled_from(
        [SHOUT, HUSH, "<!-- postlint-ignore loud -->", "<!-- postlint-disable -->", "-->", "<!--",
         "<!-- postlint-enable loud -->", "<!-- postlint-ignore-file soft -->", "postlint-", " ",
         "<!-- postlint-oops -->", "{/* postlint-ignore */}", "\n", "\n\n", "\r\n", "\r", "- ", "`",
         "> ", "```\n", "    ", "| a |\n|---|\n", "# ", "🥚", "<div>", "</div>", "[", "](x)"]
    ),
    max_size=25,
)  # fmt: skip


@TUNED
@given(pieces=PIECES, name=st.sampled_from(["post.md", "post.mdx", "post.txt"]))
def test_every_finding_stands_at_its_place(pieces: list[str], name: str, config: Path) -> None:
    text = f"{OPENING}\n\n{''.join(pieces)}"
    for one in on_stdin(text, config, name=name):
        start = offset(text, one["line"], one["column"])
        assert text[start : offset(text, one["end_line"], one["end_column"])] == one["excerpt"]
        if one["rule"] == "unused-ignore":
            assert "postlint-" in one["excerpt"]


def offset(text: str, line: int, column: int) -> int:
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    return starts[line - 1] + column - 1


# What is easily got wrong


def fault(reason: str, *cases: Any) -> list[Any]:
    return [pytest.param(*case, id=f"{reason}-{number}") for number, case in enumerate(cases)]


@pytest.mark.parametrize(
    "text",
    [
        *fault(
            "what begins in code is read on to an arrow outside of it",
            (f"Begin with `<!-- postlint-ignore` and end with `-->`.\n\n{SHOUT}\n",),
            (f"```\n<!-- postlint-ignore\n```\n\nAnd `-->`.\n\n{SHOUT}\n",),
        ),
        *fault("an escaped `<` begins one", (f"\\<!-- postlint-ignore-file -->\n\n{SHOUT}\n",)),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_looks_like_a_comment(text: str, postlint: Postlint) -> None:
    assert [one["rule"] for one in check(postlint, text)] == ["loud"]


@pytest.mark.parametrize(
    "text",
    [
        *fault(
            "what begins in code swallows the next comment",
            (f"```\n<!-- postlint-ignore\n```\n\n<!-- postlint-ignore loud -->\n\n{SHOUT}\n",),
        ),
        *fault(
            "a comment of more than 500 characters is not seen",
            (f"<!-- postlint-ignore loud -- {'a long reason ' * 40}-->\n\n{SHOUT}\n",),
        ),
        *fault(
            "a comment of somebody else is taken for the next block",
            (f"<!-- postlint-ignore loud -->\n<!-- prettier-ignore -->\n\n{SHOUT}\n",),
            (f"<!-- postlint-ignore loud -->\n\n<!-- vale off -->\n\n{SHOUT}\n",),
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_a_comment_holds_for(text: str, postlint: Postlint) -> None:
    assert check(postlint, text) == []


@pytest.mark.parametrize(
    "ending",
    [
        *fault("names after `postlint-enable` are not looked up", ("luod",)),
        *fault("`postlint-enable` of what is not disabled is not told", ("soft",)),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_region_that_is_not_ended_is_told(ending: str, postlint: Postlint) -> None:
    text = f"<!-- postlint-disable loud -->\n\n{SHOUT}\n\n<!-- postlint-enable {ending} -->\n"
    assert set(lines(check(postlint, text))) == {(5, "unused-ignore")}


def test_a_rule_on_the_whole_post_is_to_be_accepted_for_the_file(
    postlint: Postlint, tmp_path: Path
) -> None:
    first, rest = ASKS_NOTHING.split(". ", 1)
    text = f"<!-- postlint-ignore no-question -->\n{first}.\n\n{rest}"
    write(tmp_path, post=text)
    found = findings(postlint("check", "post.md", *JSON, "--select", "no-question"))
    assert lines(found) == [(1, "unused-ignore"), (4, "no-question")]
    assert "postlint-ignore-file no-question" in found[0]["help"]
