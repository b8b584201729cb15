"""`--output-format full`: the draft's lines with marks under the words that a finding is about."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from postlint.config.effective import EffectiveSettings
from postlint.core.terminal_text import display_path
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.formatters import get_formatter
from postlint.linter.linter import Linter
from postlint.rules.loader import load_rules
from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint, write

FULL = ("--output-format", "full")
RULE = """\
id: says-kettle
category: form
scope: sentence
severity: warning
enabled: false
check: phrases
options: {phrases: [kettle, 水壶, 🫖🫖, "kettle and pan", "ke*ttle"]}
message: "“{phrase}” is said."
help: "Say pot."
why: "A test."
bad: []
good: []
"""
WHOLE = RULE.replace("check: phrases", "check: count").replace("says-kettle", "too-short").replace(
    'options: {phrases: [kettle, 水壶, 🫖🫖, "kettle and pan", "ke*ttle"]}',
    "options: {measure: words, min: 9999}",
).replace("“{phrase}” is said.", "Too short.").replace("sentence", "block")  # fmt: skip


class Shown(NamedTuple):
    """A line of the draft as it is shown, and the marks below it."""

    number: int
    text: str
    marks: str

    @property
    def marked(self) -> str:
        """The text above the marks, by the columns of a terminal."""
        start, stop = self.marks.index("^"), len(self.marks)
        columns = [cell_len(self.text[:index]) for index in range(len(self.text) + 1)]
        assert start in columns, "marks begin in the middle of a character"
        assert stop in columns, "marks end in the middle of a character"
        last = len(columns) - 1 - columns[::-1].index(stop)
        first = columns.index(start)
        while columns[first + 1] == start:
            first += 1
        return self.text[first:last]


def shown(output: str) -> list[Shown]:
    """Return the rows of drafts in a report, each with its marks.

    A row that continues a line has the number 0.
    """
    rows = output.split("\n")
    found = []
    for above, below in pairwise(rows):
        line = re.fullmatch(r" {0,5}(\d+| ) \| (.*)", above)
        marks = re.fullmatch(r" {7}\| ( *\^+)", below)
        if marks:
            assert line, (above, below)
            assert above.index("|") == below.index("|")
            found.append(Shown(int(line[1].strip() or 0), line[2], marks[1]))
        else:
            assert not line or line[1] == " ", (above, below)
    return found


@pytest.fixture(autouse=True)
def rules(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "kettle.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "own" / "short.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "postlint.toml").write_text("rules = ['own']\n", encoding="utf-8")


def check(
    postlint: Postlint, folder: Path, text: str, rule: str = "says-kettle", name: str = "draft.md"
) -> list[Shown]:
    """Return the lines of a draft in the report; no control characters may reach the terminal."""
    (folder / name).write_bytes(text.encode())
    result = postlint("check", name, *FULL, "--select", rule)
    assert result.exit_code == 0, result.output
    assert "internal-error" not in result.stdout
    assert_harmless(result.stdout + result.stderr)
    return shown(result.stdout)


def assert_harmless(output: str) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", output), repr(output)


SENTENCE = "{} is what we talk about on this very long day.\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The kettle is on again today.\n", "kettle"),
        ("kettle and pan are on again today.\n", "kettle and pan"),
        ("On again today is the old kettle", "kettle"),
        ("日本語 の kettle is on again today, is it.\n", "kettle"),
        ("The 水壶 is on again today, is it not.\n", "水壶"),
        ("🥚🥚 👩‍👩‍👧 The kettle is on again today.\n", "kettle"),
        ("A lot of tea 🫖🫖 for all of you here today.\n", "🫖🫖"),
        ("❤️ The kettle 1️⃣ is on again today, is it.\n", "kettle"),
        ("e\u0301e\u0301 The kettle is on again today.\n", "kettle"),
        ("Tabs\there\tand\tthe kettle\tis on again.\n", "kettle"),
        ("a\u00a0b\u200b \ufeffthe kettle is on again today.\n", "kettle"),
        ("The *kettle* is on again today, is it.\n", "*kettle*"),
        ("# A title\n\nNot here.\n\n> Nor here.\n\nThe kettle is on today.\n", "kettle"),
        ("- One is here\n- The kettle is on again today\n", "kettle"),
        ("[bold] The kettle [/] is [red]on[/red] again :smile: today.\n", "kettle"),
        ("The &amp; kettle &lt; is on again today, is it.\n", "kettle"),
    ],
)
def test_full_format_underlines_the_words(
    text: str, marked: str, newline: str, postlint: Postlint, tmp_path: Path
) -> None:
    (line,) = check(postlint, tmp_path, text.replace("\n", newline))
    assert line.marked == marked
    rows = text.split("\n")
    assert line.text == display_path(rows[line.number - 1].replace("\t", " "))


@pytest.mark.parametrize("lead", ["", "ab", "e\u0301", "\t"])
@pytest.mark.parametrize("before", [0, 1, 2, 9, 80])
@pytest.mark.parametrize("after", [0, 5, 80])
def test_full_format_shortens_long_lines_around_the_marks(
    lead: str, before: int, after: int, postlint: Postlint, tmp_path: Path
) -> None:
    text = f"{(lead + 'word ') * before}kettle{' that' * after}.\n"
    (line,) = check(postlint, tmp_path, text, name="draft.txt")
    assert line.marked == "kettle"
    assert cell_len(line.text) <= 81
    inside = line.text.removeprefix("…").removesuffix("…")
    assert inside in text.replace("\t", " ")
    assert line.text.startswith("…") or text.replace("\t", " ").startswith(inside)
    assert line.text.endswith("…") or text.rstrip("\n").replace("\t", " ").endswith(inside)


def test_full_format_fits_wide_characters(postlint: Postlint, tmp_path: Path) -> None:
    text = f"{'🥚🥚🥚🥚 for the egg ' * 30}kettle.\n"
    (line,) = check(postlint, tmp_path, text, name="draft.txt")
    assert line.marked == "kettle"
    assert cell_len(line.text) <= 81


def test_full_format_fits_80_columns(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "draft.txt").write_text(f"{'word ' * 40}kettle{' that' * 40}.\n")
    output = without_colors(show_in_color(postlint, monkeypatch, "draft.txt", columns="80"))
    assert max(map(cell_len, output.split("\n"))) <= 80


def show_in_color(
    postlint: Postlint, monkeypatch: pytest.MonkeyPatch, name: str, *, columns: str = "100"
) -> str:
    """Return the report on a draft as a terminal of this width shows it."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", columns)
    return postlint("check", name, *FULL, "--select", "says-kettle").stdout


def without_colors(output: str) -> str:
    """Return output without colors and trailing spaces."""
    bare = re.sub(r"\x1b\[[\d;]*m", "", output)
    return "\n".join(line.rstrip() for line in bare.split("\n"))


@pytest.mark.parametrize("letter", ["x", "🥚", "e\u0301"])
def test_full_format_wraps_long_findings(letter: str, postlint: Postlint, tmp_path: Path) -> None:
    text = f"We {letter * 300} it with all of you on this day.\n"
    first, *more = check(postlint, tmp_path, text, rule="too-short", name="draft.txt")
    assert first.number == 1
    assert {row.number for row in more} == {0}
    rows = [first, *more]
    assert "".join(row.marked for row in rows).replace(" ", "") == text.replace(" ", "").strip()
    assert all(row.marked == row.text for row in rows)
    assert all(cell_len(row.text) <= 81 for row in rows)


def test_full_format_wraps_between_words(postlint: Postlint, tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(60)) + " ends here.\n"
    rows = check(postlint, tmp_path, text, rule="too-short", name="draft.txt")
    assert " ".join(row.marked for row in rows) == text.strip()
    assert [row.number for row in rows] == [1] + [0] * (len(rows) - 1)
    assert len(rows) == 6


def test_full_format_shortens_giant_lines(postlint: Postlint, tmp_path: Path) -> None:
    text = "We all like tea. " * 500
    (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
    result = postlint("check", "draft.txt", *FULL, "--select", "too-short")
    rows = shown(result.stdout)
    ends = text[:2_000] + text.strip()[-2_000:]
    assert "".join(row.marked for row in rows).replace(" ", "") == ends.replace(" ", "")
    assert "       | … 4,499 more characters …\n" in result.stdout


def test_full_format_numbers_lines_as_in_the_file(postlint: Postlint, tmp_path: Path) -> None:
    text = "---\ntitle: Tea\n---\n\n" + "One is here.\n\n" * 120 + "The kettle is on today.\n"
    (line,) = check(postlint, tmp_path, text)
    assert line.number == 245
    assert text.split("\n")[line.number - 1] == line.text


# Findings of several lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("count", [1, 2, 6, 7, 40])
def test_full_format_shortens_long_findings(
    count: int, newline: str, postlint: Postlint, tmp_path: Path
) -> None:
    rows = [f"row {number} of 水 this text" for number in range(count)]
    (tmp_path / "draft.txt").write_bytes((newline.join(rows) + newline).encode())
    output = postlint("check", "draft.txt", *FULL, "--select", "too-short").stdout
    lines = shown(output)
    numbers = [*range(1, count + 1)]
    seen = numbers if count <= 6 else numbers[:3] + numbers[-3:]
    assert [line.number for line in lines] == seen
    assert [line.text for line in lines] == [rows[number - 1] for number in seen]
    assert [line.marked for line in lines] == [rows[number - 1] for number in seen]
    between = f"{count - 6} more line{'s' * (count > 7)}"
    assert (f"\n       | … {between} …\n" in output) == (count > 6)


def test_full_format_marks_part_of_the_first_and_last_line(
    postlint: Postlint, tmp_path: Path
) -> None:
    lines = check(postlint, tmp_path, "We put kettle\n   and pan on the stove today.\n")
    assert [line.marked for line in lines] == ["kettle"] or len(lines) == 1
    wrapped = "This is a line that is as long as a line can be with a kettle and\npan at its end.\n"
    lines = check(postlint, tmp_path, wrapped)
    assert [(line.number, line.marked) for line in lines] == [(1, "kettle and"), (2, "pan")]


@pytest.mark.parametrize("between", ["\n> ", "\n>> ", "\n>\t"])
def test_full_format_marks_list_items(between: str, postlint: Postlint, tmp_path: Path) -> None:
    text = f"- One is here{between.replace('>', ' ')}and two is there, all of it\n"
    lines = check(postlint, tmp_path, text, rule="too-short")
    assert lines[0].text == "- One is here"
    assert lines[0].marked == "One is here"


def test_full_format_shows_empty_lines_in_a_finding(postlint: Postlint, tmp_path: Path) -> None:
    lines = check(postlint, tmp_path, "- One is here\n\n  - Two\n", rule="too-short")
    assert all(line.text for line in lines)


def test_full_format_shows_findings_in_front_matter(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text("[profile]\nplatforms = ['linkedin']\n")
    for newline in ("\n", "\r\n"):
        text = f"---\ntitle: 水\nplatform: mastodon  # é\n---\n{GOOD}".replace("\n", newline)
        (line,) = check(postlint, tmp_path, text, rule="off-platform")
        assert line.number == 3
        assert line.marked.startswith("platform: mastodon")


# Other parts of the report


def test_full_format_shows_message_rule_and_help(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, proud=SELF_FOCUSED)
    result = postlint("check", "proud.md", *FULL)
    assert result.exit_code == 1
    told = postlint("check", "proud.md", "--output-format", "concise").stdout
    match = re.fullmatch(r"proud\.md:(\d+):\d+: error self-focused (.+)\n", told)
    assert match
    assert f"  error  {match[2]}  self-focused\n" in result.stdout
    assert len(re.findall(r"^    Try: \S", result.stdout, re.MULTILINE)) == 1
    (line, *_) = shown(result.stdout)
    assert line.number == int(match[1])
    assert "  - doesn't ask the reader anything\n" in result.stdout
    assert result.stdout.endswith("1 post checked: 1 error.\n")


def test_full_format_explains_the_score_of_a_good_draft(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD)
    result = postlint("check", "good.md", *FULL)
    first, second, *_ = result.stdout.split("\n")
    assert re.fullmatch(r"good\.md: Useful to clients \(0\.\d\d\)", first)
    assert re.fullmatch(r"  \+ \d:\d+ [a-z ]+: “.+”", second)
    assert shown(result.stdout) == []
    assert postlint("check", "good.md", *FULL, "--quiet").stdout == ""


def test_full_format_shows_every_finding(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=GOOD, b=ASKS_NOTHING, c=SELF_FOCUSED, d="", e="Σήμερα το πρωί έφαγα αυγά.")
    full = postlint("check", *FULL)
    text = postlint("check")
    assert (full.exit_code, full.stderr) == (text.exit_code, text.stderr)
    for name in "abcde":
        assert re.search(rf"^{name}\.md", full.stdout, re.MULTILINE)
    tries = [line.strip() for line in text.stdout.split("\n") if "Try:" in line]
    assert [line.strip() for line in full.stdout.split("\n") if "Try:" in line] == tries
    assert full.stdout.splitlines()[-1] == text.stdout.splitlines()[-1]


def test_full_format_shows_internal_errors(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, draft=GOOD)
    broken = RULE.replace("check: phrases", "check: pattern").replace(
        'options: {phrases: [kettle, 水壶, 🫖🫖, "kettle and pan", "ke*ttle"]}',
        "options: {patterns: [[{LENGTH: 1}]]}",
    )
    (tmp_path / "own" / "kettle.yaml").write_text(broken, encoding="utf-8")
    result = postlint("check", "draft.md", *FULL)
    assert result.exit_code in (0, 2)
    assert "Traceback" not in result.output


# Harmless


CONTROLS = [
    chr(code) for code in (*range(0x01, 0x20), *range(0x7F, 0xA0)) if chr(code) not in "\r\n"
]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"{ord(control):02x}")
def test_full_format_escapes_control_characters(
    control: str, postlint: Postlint, tmp_path: Path
) -> None:
    text = f"a{control}[31m {control}]0;x\x07 the kettle{control} is on {control}today.\n"
    (line,) = check(postlint, tmp_path, text, name="draft.txt")
    assert line.marked == "kettle"
    assert line.text == display_path(text[:-1].replace("\t", " "))
    assert control == "\t" or f"\\x{ord(control):02x}[31m" in line.text


def test_full_format_escapes_file_names_and_topics(postlint: Postlint, tmp_path: Path) -> None:
    name = "a\x1b[31m.md"
    (tmp_path / name).write_bytes(
        b"\x1b[31mI sold a \x1b[31mkettle\x1b[31m\x9b to my aunt today.\n"
    )
    output = postlint("check", name, *FULL).stdout
    assert output
    assert_harmless(output)


def test_full_format_is_colored_on_a_terminal_only(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, draft="The kettle is on again today, and we all drink.\n")
    plain = postlint("check", "draft.md", *FULL, "--select", "says-kettle").stdout
    assert "\x1b" not in plain
    colored = show_in_color(postlint, monkeypatch, "draft.md")
    assert "\x1b[" in colored
    assert [line.marked for line in shown(without_colors(colored))] == ["kettle"]


@pytest.mark.parametrize("columns", ["20", "60", "300"])
def test_full_format_keeps_marks_aligned_on_a_narrow_terminal(
    columns: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{'word ' * 40}kettle{' that' * 40}.\n"
    (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
    output = show_in_color(postlint, monkeypatch, "draft.txt", columns=columns)
    assert [line.marked for line in shown(without_colors(output))] == ["kettle"]


WIDE = st.sampled_from(
    "a kettle 日本 水壶 🥚 👩‍👩‍👧 🇩🇪 ❤️ 1️⃣ e\u0301 \u200b \t \x1b[31m \x07 \x9b ｱ Ａ ﷽ "
    "… — مرحبا \u202e \u2066 \xad \u0300 \U000e0020 **b** `c` [l](u) &amp;".split(" ")
)


@settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    words=st.lists(WIDE, max_size=60),
    more=st.lists(WIDE, max_size=60),
    glue=st.sampled_from([" ", "", "  "]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_full_format_underlines_the_words_in_any_line(
    words: list[str],
    more: list[str],
    glue: str,
    newline: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.getbasetemp() / "rules-of-full"
    folder.mkdir(exist_ok=True)
    (folder / "kettle.yaml").write_text(RULE, encoding="utf-8")
    rules = load_rules([folder / "kettle.yaml"])
    text = f"We have {glue.join(words)} kettle {glue.join(more)} here today.{newline}We drink tea."
    (report,) = Linter(EffectiveSettings(rules), jobs=1).lint([Source("draft.txt", text)])
    assert isinstance(report, PostResult)
    out = io.StringIO()
    get_formatter("full")(out).add(report)
    assert_harmless(out.getvalue())
    lines = shown(out.getvalue())
    assert len(lines) == len(report.findings)
    for line, finding in zip(lines, report.findings, strict=True):
        assert line.number == finding.start.line
        # Zero-width characters may be at the end.
        assert line.marked.startswith(finding.excerpt)
        assert cell_len(line.marked) == cell_len(finding.excerpt)
        assert cell_len(line.text) <= 90
