from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint.checks import CHECKS
from postlint.checks.base import Context, Hit
from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source, decode_source
from postlint.formatters.posts.json import post_to_json
from postlint.linter.linter import Linter
from postlint.rules.loader import builtin_rules, load_rules
from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint, rules_by_path, write

ROOT = Path(__file__).resolve().parents[2]
RULES = [rule.model_copy(update={"supersedes": ()}) for rule in builtin_rules()]
"""The built-in rules without `supersedes`, for as many findings as possible."""


@pytest.fixture(autouse=True)
def model_memory() -> None:
    """Nothing: these tests compare what is linted together and alone."""


def lint(sources: Sequence[Source | LintFailure]) -> list[PostResult | LintFailure]:
    return list(Linter(EffectiveSettings(RULES), jobs=1).lint(sources))


# A check that fails


def fails_at_once(context: Context) -> Iterator[Hit]:
    raise KeyError("kitchen")


def fails_later(context: Context) -> Iterator[Hit]:
    yield Hit(context.post.sentences[0], {"plain": "kitchen"})
    raise KeyError("kitchen")


def fails_at_length(context: Context) -> Iterator[Hit]:
    raise RuntimeError("first line\nsecond line \x1b[31m")


def give_way(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    failing = replace(CHECKS["pseudo_bold"], run=run)
    checks = {**CHECKS, "pseudo_bold": failing}
    rules = load_rules([ROOT / "rules"], checks=checks)
    monkeypatch.setattr("postlint.config.registry.CHECKS", checks)
    monkeypatch.setattr("postlint.config.registry.builtin_rules", lambda: rules)


@pytest.mark.parametrize("run", [fails_at_once, fails_later])
def test_failing_check_is_one_finding_and_the_run_continues(
    run: Any, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_way(monkeypatch, run)
    write(tmp_path, a=f"---\ntitle: A\n---\n{SELF_FOCUSED}", b=GOOD)
    result = postlint(
        "check",
        "--output-format",
        "json",
        "--ignore",
        "self-focused,low-relevance",
    )
    assert result.exit_code == 2
    for path, found in rules_by_path(result).items():
        assert found.count("internal-error") == 1
        assert ("little-for-clients" in found) is (path == "a.md")
    finding = json.loads(result.stdout)["posts"][0]["findings"][0]
    assert (finding["rule"], finding["severity"]) == ("internal-error", "error")
    assert (finding["line"], finding["column"], finding["excerpt"]) == (4, 1, "")
    assert "`pseudo-bold`" in finding["message"]
    assert "pseudo-bold.yaml" in finding["message"]
    assert "KeyError" in finding["message"]


@pytest.mark.parametrize("args", [(), ("--exit-zero",), ("--fail-on", "info"), ("--quiet",)])
def test_failing_check_sets_exit_status_2(
    args: tuple[str, ...], postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_way(monkeypatch, fails_at_once)
    write(tmp_path, a=GOOD)
    result = postlint("check", *args)
    assert result.exit_code == 2
    assert "internal-error" in result.stdout


def test_failing_check_is_reported_in_one_line(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_way(monkeypatch, fails_at_length)
    write(tmp_path, a=GOOD)
    (line, *more) = postlint("check", "--output-format", "concise").stdout.splitlines()
    assert more == []
    assert line.isprintable()


def test_failing_check_fails_the_test_of_its_rule(
    postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_way(monkeypatch, fails_at_once)
    result = postlint("test", ROOT / "rules" / "form" / "pseudo-bold.yaml")
    assert result.exit_code == 2
    assert re.fullmatch(
        r"postlint: rule `pseudo-bold` .*pseudo-bold.yaml.* failed .+\n", result.stderr
    )


# Order and batches


def mixed(count: int) -> list[Source | LintFailure]:
    """Sources of many kinds, in no regular order, over more than one batch."""
    texts = [GOOD, SELF_FOCUSED, "Σήμερα το πρωί έφαγα αυγά.", "", ASKS_NOTHING, "#monday", None]
    chosen = [texts[number * number % 11 % len(texts)] for number in range(count)]
    return [
        LintFailure(f"{number}.md", "gone") if text is None else Source(f"{number}.md", text)
        for number, text in enumerate(chosen)
    ]


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 150])
def test_results_are_in_the_order_of_the_sources(count: int) -> None:
    sources = mixed(count)
    reports = lint(sources)
    assert [report.path for report in reports] == [source.path for source in sources]
    for source, report in zip(sources, reports, strict=True):
        if isinstance(source, LintFailure):
            assert report is source
        else:
            assert isinstance(report, PostResult)
            assert report.source is source
            assert report.language == {"": None, "#": None, "Σ": "el"}.get(source.text[:1], "en")
            assert (report.relevance is None) is (report.language != "en")
            assert bool(report.notices) is (report.language != "en")


def test_lint_of_unreadable_sources_only() -> None:
    problems = [LintFailure(f"{number}.md", "gone") for number in range(130)]
    assert lint(problems) == problems


def test_sources_are_not_all_read_at_once() -> None:
    read = []

    def sources() -> Iterator[Source]:
        for number in range(1000):
            read.append(number)
            yield Source(f"{number}.txt", "")

    reports = Linter(EffectiveSettings(RULES), jobs=1).lint(sources())
    next(reports)
    assert len(read) <= 100


def known_texts() -> list[tuple[str, str]]:
    files = sorted(filter(Path.is_file, (ROOT / "examples").iterdir()))
    texts = [(file.name, decode_source(file.read_bytes(), "").text) for file in files]
    texts += [
        (f"{rule.id}.md", example.text) for rule in RULES for example in (*rule.bad, *rule.good)
    ]
    long = "\n\n".join(text for _, text in texts)
    return [*texts, ("long.md", long), ("long.txt", long)]


def test_findings_do_not_depend_on_other_drafts() -> None:
    texts = known_texts()
    sources = [Source(name, text) for name, text in (*texts[:-2:6], *texts[-2:])]

    def described(reports: Iterable[PostResult | LintFailure]) -> list[dict[str, Any]]:
        posts = [post_to_json(report) for report in reports if isinstance(report, PostResult)]
        return sorted(posts, key=lambda post: json.dumps(post))

    together = described(lint(sources))
    assert sum(len(post["findings"]) for post in together) > 50
    assert described(lint(sources[::-1])) == together
    assert described(chain.from_iterable(lint([source]) for source in sources)) == together


# Excerpts

WRAPPED = "I have trained for half a year, and I have\nnot missed a single 🥚 of it.\n"
"""Ends each draft: two lines that are always flagged."""

BOMS = st.sampled_from(["", "\ufeff"])
FRONT_MATTERS = st.sampled_from(
    ["", "", "---\ntitle: Größe 🥚\n---\n", "+++\ndraft = true\n+++\n", "---\na: b: c\n---\n\n"]
)
SENTENCES = [
    "Had eggs for breakfast.",
    "I am so **proud** of *myself*!",
    "We won 🏆👩‍👩‍👧 the award, ~~again~~ at last 🥚.",
    "Fish &amp; chips &mdash; &#128512; &notanentity; for us.",
    "See [our *new* page](https://example.com/a_(b)) or <https://example.com>.",
    "“Ça va?” she asked, naïve as e\u0301ver.",
    "Run `make all` before you sign \\*anything\\*.",
    "Visit https://example.com/?a=1&b=2, then call us.",
    "{{< figure src=\"a.png\" >}} Here <b>you</b> are<br>at last.",
    "Thanks :tada: to {{ page.team }}, who did it.",
    "مرحبا שלום 日本語 are words, too.",
    "Non\u00a0breaking\u2028separators\x0bare\x0cblank\x85or not.",
    "#proud #team @you",
]  # fmt: skip
LINES = st.lists(
    st.sampled_from(SENTENCES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    min_size=1, max_size=3,
)  # fmt: skip
BLOCKS = st.tuples(
    st.sampled_from(
        ["", "", "# ", "- ", "> ", "1. ", "    ", "- [ ] ", "| ", "<div>", "> [!NOTE]\n> "]
    ),
    LINES,
    st.sampled_from([" ", "\n", "\n> ", "  \n", "\\\n", "<br>\n", " | "]),
).map(lambda block: block[0] + block[2].join(block[1]))
DRAFTS = st.tuples(
    BOMS,
    FRONT_MATTERS,
    st.lists(BLOCKS, min_size=1, max_size=4).map("\n\n".join),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([".md", ".txt", ".mdx"]),
    st.sampled_from(["", "\n", "\n\n  \n"]),
)


def cut(file: str, finding: dict[str, Any]) -> str:
    """Return the text of a file at a finding's location, as an editor would select it."""
    rows = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", file.removeprefix("\ufeff"))
    first, last = finding["line"] - 1, finding["end_line"] - 1
    before = finding["column"] - 1
    after = finding["end_column"] - 1
    assert before <= len(rows[first].rstrip("\r\n"))
    assert after <= len(rows[last].rstrip("\r\n"))
    if first == last:
        return str(rows[first][before:after])
    return "".join([rows[first][before:], *rows[first + 1 : last], rows[last][:after]])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(drafts=st.lists(DRAFTS, min_size=1, max_size=30))
def test_excerpts_are_the_text_of_the_file(drafts: list[tuple[str, ...]]) -> None:
    files, sources = [], []
    # There's always a finding in the last one.
    plain = ("", "", "", "\n", ".md", "")
    for number, (bom, front_matter, body, newline, suffix, end) in enumerate([*drafts, plain]):
        text = f"{front_matter}{body}\n\n{SELF_FOCUSED}\n{WRAPPED}{end}".replace("\0", "").replace(
            "\n", newline
        )
        files.append(bom + text)
        sources.append(decode_source(files[-1].encode(), f"{number}{suffix}"))
    reports = lint(sources)
    assert len(reports) == len(files)
    for file, report in zip(files, reports, strict=True):
        assert isinstance(report, PostResult)
        post = post_to_json(report)
        for finding in post["findings"]:
            assert finding["rule"] != "internal-error", finding["message"]
            assert finding["excerpt"]
            assert finding["excerpt"] == cut(file, finding)
            assert finding["excerpt"] == finding["excerpt"].strip()
            assert post["line"] <= finding["line"] <= finding["end_line"] <= post["end_line"]
            assert (finding["message"] + finding["help"]).isprintable()
    assert any(isinstance(report, PostResult) and report.findings for report in reports)


# Languages, styled characters, quotations


def found(text: str) -> tuple[PostResult, set[tuple[str, int]]]:
    (report,) = lint([decode_source(text.encode(), "a.md")])
    assert isinstance(report, PostResult)
    where = {(one.rule, report.source.position(one.span.start).line) for one in report.findings}
    return report, where


def test_paragraphs_in_other_languages_are_not_checked() -> None:
    german = "Wir haben den Preis gewonnen!!! Was halten Sie als Kunde von unserem neuen Büro?"
    report, where = found(f"We moved our office in May. We love it.\n\n{german}\n")
    assert report.language == "en"
    assert {line for _, line in where} == {1}
    notice = "1 of 2 paragraphs isn't in English, so postlint didn't check it"
    assert report.notices == (notice,)


def test_limits_count_all_languages() -> None:
    german = "Wir haben in diesem Jahr vierzig Banken geschrieben und nichts von ihnen gehört. " * 3
    english = "We wrote to your bank this year, and to forty others. Did they ever answer you?"
    source = Source("a.md", f"{english}\n\n{german}", "x")
    (report,) = lint([source])
    assert isinstance(report, PostResult)
    (long,) = [one for one in report.findings if one.rule == "too-long"]
    assert source.position(long.span.start).line == 3


@pytest.mark.parametrize(
    "styled",
    [
        "𝗪𝗲 𝘄𝗼𝗻 𝗮𝗻 𝗮𝘄𝗮𝗿𝗱. 𝗪𝗲 𝗮𝗿𝗲 𝘀𝗼 𝗽𝗿𝗼𝘂𝗱 𝗼𝗳 𝗼𝘂𝗿 𝘁𝗲𝗮𝗺.",
        "Ⓦⓔ ⓦⓞⓝ ⓐⓝ ⓐⓦⓐⓡⓓ. Ⓦⓔ ⓐⓡⓔ ⓢⓞ ⓟⓡⓞⓤⓓ ⓞⓕ ⓞⓤⓡ ⓣⓔⓐⓜ.",
        "Ｗｅ ｗｏｎ ａｎ ａｗａｒｄ. Ｗｅ ａｒｅ ｓｏ ｐｒｏｕｄ ｏｆ ｏｕｒ ｔｅａｍ.",
    ],
)
def test_styled_characters_are_scored_as_plain_text(styled: str) -> None:
    report, where = found(styled)
    plain, as_plain = found("We won an award. We are so proud of our team.")
    assert report.labels == plain.labels
    assert report.relevance == plain.relevance
    assert where == as_plain | {("pseudo-bold", 1)}


def test_emoji_inside_a_sentence_change_nothing() -> None:
    text = "Our {} team won an award {} and we are so proud {} of our {} crew."
    report, where = found(text.format("👩‍💻", "👩‍👩‍👧‍👦", "🙌🏽", "👨‍🔧"))
    plain, as_plain = found(" ".join(text.format("", "", "", "").split()))
    assert (report.labels, where) == (plain.labels, as_plain)
    assert ("self-focused", 1) in where


@pytest.mark.parametrize("marks", ["‘’", "''", "“”", "„“", "»«", "«»"])
def test_post_of_quotations_is_not_about_its_author(marks: str) -> None:
    opening, closing = marks[0], marks[1]
    said = ["We are thrilled to announce our award,", "We are so proud of our team."]
    first, second = (f"{opening}{one}{closing}" for one in said)
    report, where = found(f"{first} wrote the bank. {second}")
    assert report.labels
    assert not report.labels.self_focus
    assert not any(rule == "self-focused" for rule, _ in where)


def test_straight_and_curly_apostrophes_give_the_same_findings() -> None:
    text = "Ever wondered why it’s a game-changer? We don’t. ‘We’ve won it all,’ they said!!!"
    curly, in_curly = found(text)
    straight, in_straight = found(text.replace("’", "'").replace("‘", "'"))
    assert (curly.labels, curly.relevance) == (straight.labels, straight.relevance)
    assert in_curly == in_straight
