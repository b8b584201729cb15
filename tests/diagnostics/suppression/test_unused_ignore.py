"""`unused-ignore`: suppressions that match no finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import (
    GOOD,
    Postlint,
)
from tests.diagnostics.suppression.helpers import BOTH, SHOUT, check, fault, lines, place

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
def test_unused_suppression_is_reported_at_its_location(
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
def test_unused_ignore_is_a_warning(args: tuple[str, ...], status: int, postlint: Postlint) -> None:
    Path("post.md").write_text(f"<!-- postlint-ignore loud -->\n\n{GOOD}")
    result = postlint("check", "post.md", "--output-format", "concise", *args)
    assert result.exit_code == status
    shown = "post.md:1:1: warning unused-ignore `loud` finds nothing here"
    assert (shown in result.stdout) is ("--ignore" not in args)


@pytest.mark.parametrize(("says", "message"), IN_VAIN)
@pytest.mark.usefixtures("folder")
def test_unused_ignore_can_be_ignored(says: str, message: str, postlint: Postlint) -> None:
    text = f"<!-- {says} -->\n\n{GOOD}"
    assert message in check(postlint, text)[0]["message"]
    assert check(postlint, text, "--ignore", "unused-ignore") == []


@pytest.mark.usefixtures("folder")
def test_ignoring_unused_ignore_keeps_suppressions(postlint: Postlint) -> None:
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
def test_unused_ignore_skips_rules_that_did_not_run(
    before: str, args: tuple[str, ...], postlint: Postlint
) -> None:
    text = f"{before}{GOOD}"
    assert [one["rule"] for one in check(postlint, text)] == ["unused-ignore"]
    assert check(postlint, text, *args) == []


@pytest.mark.parametrize("before", UNRUN)
def test_unused_ignore_skips_rules_that_are_off(
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
def test_unused_ignore_always_reports_unknown_rules(
    body: str, args: tuple[str, ...], postlint: Postlint
) -> None:
    found = check(postlint, f"<!-- postlint-ignore-file lloud -->\n\n{body}", *args)
    assert [one["rule"] for one in found] == ["unused-ignore"]


@pytest.mark.parametrize("body", ["![An image](a.png)\n", "Heute gab es wieder Eier mit Speck.\n"])
@pytest.mark.usefixtures("folder")
def test_unused_suppression_needs_rules_that_ran(body: str, postlint: Postlint) -> None:
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
def test_unused_ignore_reports_each_name_once(
    text: str, told: list[str], postlint: Postlint
) -> None:
    found = [one for one in check(postlint, text) if one["rule"] == "unused-ignore"]
    assert sorted(one["message"].split("`")[1] for one in found) == told


@pytest.mark.usefixtures("folder")
def test_two_suppressions_of_one_finding_are_both_used(postlint: Postlint) -> None:
    comments = "<!-- postlint-ignore loud -->\n<!-- postlint-ignore -->"
    front = "---\npostlint: {ignore: [loud]}\n---\n"
    text = f"{front}<!-- postlint-ignore-file loud -->\n\n{comments}\n\n{SHOUT}\n"
    assert check(postlint, text) == []


@pytest.mark.parametrize(
    "ending",
    [
        *fault("names after `postlint-enable` are not looked up", ("luod",)),
        *fault("`postlint-enable` of what is not disabled is not told", ("soft",)),
    ],
)
@pytest.mark.usefixtures("folder")
def test_unused_ignore_reports_unmatched_enable(ending: str, postlint: Postlint) -> None:
    text = f"<!-- postlint-disable loud -->\n\n{SHOUT}\n\n<!-- postlint-enable {ending} -->\n"
    assert set(lines(check(postlint, text))) == {(5, "unused-ignore")}
