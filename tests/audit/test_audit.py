"""The command `postlint audit`."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from junitparser import JUnitXml
from rich.text import Text

from postlint.core import resources
from postlint.document.source import Source
from tests.audit.sample_posts import (
    HELPFUL,
    TEXTS,
    VAIN,
    rows,
    write_csv,
    write_drafts,
    write_jsonl,
)  # fmt: skip
from tests.audit.test_git_revision import git
from tests.command import Postlint, command, environment, spawn
from tests.requirements import require_package

SCHEMA = json.loads((resources.folder("schemas") / "audit.json").read_text(encoding="utf-8"))


@pytest.fixture
def audited(postlint: Postlint) -> Any:
    """Run an audit and return its JSON, after validating it."""

    def run(*args: str | Path, status: int = 0) -> dict[str, Any]:
        result = postlint("audit", *args, "--output-format", "json")
        assert result.exit_code == status, result.output
        report: dict[str, Any] = json.loads(result.stdout)
        jsonschema.validate(report, SCHEMA)
        return report

    return run


def config(folder: Path, text: str) -> None:
    (folder / "postlint.toml").write_text(text, encoding="utf-8")


def test_schema_is_valid(postlint: Postlint) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(postlint("schema", "audit").stdout) == SCHEMA


def test_folder_of_drafts(audited: Any, tmp_path: Path) -> None:
    write_drafts(tmp_path / "drafts", 30)
    report = audited("drafts")
    assert report["counts"] == {
        "read": 30, "scored": 30, "skipped": {}, "unreadable_rows": 0, "undated": 0, "earlier": 0
    }  # fmt: skip
    first = next(post for post in report["posts"] if post["id"] == "drafts/p0.md")
    assert first["date"] == "2025-01-06T09:00:00"
    assert (first["platform"], first["line"]) == ("linkedin", 7)
    assert first["metrics"] == {
        "minutes": 20, "replies": None, "leads": 1, "clients": None, "revenue": None
    }  # fmt: skip
    assert first["labels"]["question"] is True
    finding = next(one for one in report["findings"] if one["rule"] == "mostly-self-focused")
    ids = {post["id"]: post for post in report["posts"]}
    assert len(finding["posts"]) == 10
    assert all(ids[one]["verdict"] == "only about you" for one in finding["posts"])


def test_table_has_same_result_as_drafts(audited: Any, tmp_path: Path) -> None:
    write_drafts(tmp_path / "drafts", 20)
    write_csv(tmp_path / "posts.csv", rows(20))
    of_drafts, of_table = audited("drafts"), audited("posts.csv")
    assert of_table["mix"] == of_drafts["mix"]
    assert of_table["returns"] == of_drafts["returns"]
    assert [post["id"] for post in of_table["posts"]] == [f"p{n}" for n in range(20)]


def test_findings_of_posts_match_check(audited: Any, tmp_path: Path, postlint: Postlint) -> None:
    write_drafts(tmp_path / "drafts", 12)
    checked = json.loads(postlint("check", "drafts", "--output-format", "json").stdout)
    by_path = {post["path"]: post for post in checked["posts"]}
    for post in audited("drafts")["posts"]:
        own = by_path[post["path"]]
        assert post["findings"] == own["findings"]
        assert (post["relevance"], post["labels"]) == (own["relevance"], own["labels"])
        assert post["line"] == own["line"]


def test_skipped_posts_are_counted(audited: Any, tmp_path: Path, postlint: Postlint) -> None:
    drafts = tmp_path / "drafts"
    write_drafts(drafts, 3)
    (drafts / "german.md").write_text("Heute haben wir das neue Büro bezogen und lange gefeiert.\n")
    (drafts / "image.md").write_text("![](a.png)\n")
    (drafts / "out.md").write_text(f"---\npostlint: false\n---\n{VAIN}\n")
    (drafts / "undated.md").write_text(HELPFUL.format(n=2))
    (drafts / "broken.md").write_bytes(b"\xff\xfe")
    report = audited("drafts", status=2)
    assert report["counts"]["skipped"] == {"not_english": 1, "empty": 1, "opted_out": 1}
    assert (report["counts"]["scored"], report["counts"]["undated"]) == (4, 1)
    assert [one["path"] for one in report["problems"]] == ["drafts/broken.md"]
    told = postlint("audit", "drafts")
    assert told.exit_code == 2
    assert "1 post not in English" in told.stdout
    assert "1 post without text" in told.stdout
    assert "1 post without a date." in told.stdout
    assert told.stderr.startswith("postlint: drafts/broken.md: not UTF-8")


def test_unreadable_rows_are_reported_by_number(postlint: Postlint, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(3))
    with (tmp_path / "posts.jsonl").open("a") as file:
        file.write("{broken\n" * 30)
    result = postlint("audit", "posts.jsonl")
    assert result.exit_code == 0
    assert result.stderr == (
        "postlint: posts.jsonl: 30 rows can't be read (4, 5, 6, 7, 8, and 25 more). "
        "Row 4: its line isn't a JSON object\n"
    )
    assert "30 rows that can't be read" in result.stdout


def test_profile_next_to_archive_is_used(audited: Any, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    write_jsonl(tmp_path / "export" / "posts.jsonl", rows(30))
    config(tmp_path / "export", '[profile]\nplatforms = ["linkedin"]\n')
    found = {one["rule"]: one for one in audited("export/posts.jsonl")["findings"]}
    assert "Your clients are on LinkedIn." in found["clients-elsewhere"]["message"]
    assert "mostly-self-focused" in found
    for text in (
        'ignore = ["mostly-self-focused"]\n',
        "[rule.mostly-self-focused]\nmax_share = 0.9\n",
    ):
        config(tmp_path / "export", text)
        told = audited("export/posts.jsonl")["findings"]
        assert "mostly-self-focused" not in {one["rule"] for one in told}


def test_only_selected_rules_run(audited: Any, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(30))
    report = audited("posts.jsonl", "--select", "mostly-self-focused")
    assert [one["rule"] for one in report["findings"]] == ["mostly-self-focused"]
    assert not any(post["findings"] for post in report["posts"])
    without = audited("posts.jsonl", "--ignore", "mostly-self-focused")
    assert "mostly-self-focused" not in {one["rule"] for one in without["findings"]}
    assert any(post["findings"] for post in without["posts"])


def test_extend_select_adds_rules_to_the_selected_ones(audited: Any, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(30))
    selected = audited("posts.jsonl", "--select", "long-silence")
    assert selected["findings"] == []
    extended = audited(
        "posts.jsonl", "--select", "long-silence", "--extend-select", "mostly-self-focused"
    )
    assert [finding["rule"] for finding in extended["findings"]] == ["mostly-self-focused"]


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 1), ("info", 1)])
def test_only_findings_about_the_feed_set_the_exit_status(
    level: str, status: int, audited: Any, tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(30))
    report = audited("posts.jsonl", "--fail-on", level, status=status)
    assert any(one["severity"] == "error" for post in report["posts"] for one in post["findings"])


def test_since_date(audited: Any, tmp_path: Path, postlint: Postlint) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(60))
    report = audited("posts.jsonl", "--since", "2025-03-07")
    assert report["counts"]["earlier"] == 30
    assert min(post["date"] for post in report["posts"]) == "2025-03-07T09:00:00"
    assert (report["trend"]["before"], report["trend"]["after"]) == (30, 30)
    assert {one["verdict"] for one in report["trend"]["changes"]} == {"no clear change"}
    assert (
        "Changes since 2025-03-07"
        in postlint("audit", "posts.jsonl", "--since", "2025-03-07").stdout
    )
    assert audited("posts.jsonl", "--since", "1d")["posts"] == []
    assert len(audited("posts.jsonl", "--since", "100y")["posts"]) == 60


def test_compare_with_a_revision(audited: Any, tmp_path: Path, postlint: Postlint) -> None:
    write_drafts(tmp_path / "drafts", 24)
    for number in range(1, 24, 3):
        (tmp_path / "drafts" / f"p{number}.md").write_text(HELPFUL.format(n=number))
    (tmp_path / "drafts" / "gone.md").write_text(VAIN)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    write_drafts(tmp_path / "drafts", 24)
    (tmp_path / "drafts" / "gone.md").unlink()
    trend = audited("drafts", "--compare", "HEAD")["trend"]
    assert (trend["since"], trend["before"], trend["after"]) == ("HEAD", 25, 24)
    verdicts = {one["name"]: one["verdict"] for one in trend["changes"]}
    assert verdicts["only_about_you"] == verdicts["relevance"] == "worse"
    assert "mostly-self-focused" in trend["new"]
    changed = {one["id"]: one for one in trend["changed_posts"]}
    assert changed["drafts/gone.md"]["after"] is None
    assert changed["drafts/p1.md"]["before"] > 0.5 > changed["drafts/p1.md"]["after"]
    assert len(changed) == 9
    markdown = postlint(
        "audit", "drafts", "--compare", "HEAD", "--output-format", "markdown"
    ).stdout
    assert "| only about you | 4% | 33% | ⚠️ worse |" in markdown
    assert re.search(r"^New findings: .*mostly-self-focused", markdown, re.MULTILINE)


def test_unknown_revision(postlint: Postlint, tmp_path: Path) -> None:
    write_drafts(tmp_path / "drafts", 1)
    git(tmp_path, "init", "-q")
    result = postlint("audit", "drafts", "--compare", "nonsense")
    assert result.exit_code == 2
    assert "git doesn't know the revision `nonsense`" in result.stderr


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["missing.csv"], "no such file or folder"),
        (["*.csv"], "no file matches this pattern"),
        (["posts.jsonl", "--column", "color=red"], "color"),
        (["posts.jsonl", "--column", "text"], "text"),
        (["posts.jsonl", "--since", "soon"], "`soon` isn't a date"),
        (["posts.jsonl", "--since", "1d", "--compare", "HEAD"], "not both"),
        (["posts.jsonl", "--output-format", "htlm:a.html"], "did you mean `html`"),
        (["posts.jsonl", "--output-format", "parquet"], "needs a file"),
        (["posts.jsonl", "--output-format", "text", "--output-format", "json"], "the same place"),
        (["posts.jsonl", "--output-format", "json:posts.jsonl"], "is one of the audited files"),
        (["posts.jsonl", "--output-format", "json:no/such/folder.json"], "can't be written"),
        (["posts.jsonl", "--select", "no-such-rule"], "unknown rule"),
        (["nothing.bin"], "nothing.bin"),
    ],
)
def test_errors_take_one_line(
    args: list[str], reason: str, postlint: Postlint, tmp_path: Path
) -> None:
    if "parquet" in args:
        require_package("pyarrow", "audit")
    write_jsonl(tmp_path / "posts.jsonl", rows(2))
    (tmp_path / "nothing.bin").write_bytes(bytes(range(256)))
    result = postlint("audit", *args)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert (tmp_path / "posts.jsonl").read_text().count("\n") == 2


def test_empty_folder(audited: Any, tmp_path: Path, postlint: Postlint) -> None:
    (tmp_path / "empty").mkdir()
    report = audited("empty")
    assert report["posts"] == []
    assert report["mix"]["all"] is None
    assert postlint("audit", "empty").stdout.startswith(
        "No posts scored. These paths contain no drafts"
    )
    for name in ("markdown", "concise", "sarif", "junit"):
        assert postlint("audit", "empty", "--output-format", name).exit_code == 0


def test_report_says_why_nothing_was_scored(postlint: Postlint, tmp_path: Path) -> None:
    replies = "Date,Link,Message\n" + "2025-03-04,https://www.linkedin.com/feed/x,Thanks!\n" * 1_200
    (tmp_path / "Comments.csv").write_text(replies)
    result = postlint("audit", "Comments.csv")
    assert result.stdout.startswith(
        "No posts scored. 1,200 records read.\n"
        "Counted but not scored: 1,200 replies and comments.\n"
    )
    (tmp_path / "Shares.csv").write_text("Date,ShareLink,ShareCommentary\n")
    result = postlint("audit", "Shares.csv")
    assert result.exit_code == 0
    assert result.stderr == "postlint: Shares.csv: it has no posts (0 records)\n"
    (tmp_path / "page.json").write_text("<!DOCTYPE html><html><body>Bad gateway</body></html>")
    result = postlint("audit", "page.json")
    assert result.exit_code == 2
    assert result.stdout.startswith("No posts scored. 1 file can't be read.")
    assert "page.json: it's a web page." in result.stderr
    write_csv(tmp_path / "posts.csv", rows(3))
    result = postlint("audit", "posts.csv", "--since", "2099-01-01")
    assert result.stdout.startswith("No posts in this period. 3 posts scored for comparison.")


def test_content_calendar_in_a_folder_gets_a_notice(postlint: Postlint, tmp_path: Path) -> None:
    write_drafts(tmp_path / "drafts", 2)
    calendar = "Date,Platform,Topic,Copy\n2025-03-04,LinkedIn,Prices,How we price a rebuild.\n"
    (tmp_path / "drafts" / "calendar.csv").write_text(calendar)
    (tmp_path / "drafts" / "prices.csv").write_text("name,amount\nboiler,5\n")
    result = postlint("audit", "drafts")
    assert result.exit_code == 0
    assert result.stderr.startswith("postlint: drafts/calendar.csv: not read; to read a table in")
    assert result.stderr.count("\n") == 1
    assert "3 posts scored" in postlint("audit", "drafts", "--column", "text=Copy").stdout
    assert "1 post scored" in postlint("audit", "drafts/calendar.csv").stdout
    checked = postlint("check", "drafts")
    assert checked.stderr == (
        "postlint: drafts/calendar.csv: not checked, because it's a table of posts; "
        "to check it, run `postlint audit drafts/calendar.csv`\n"
    )
    assert postlint("check", "drafts", "--quiet").stderr == ""
    named = postlint("check", "drafts/calendar.csv")
    assert named.exit_code == 2
    assert "calendar.csv: a table or an export, not a draft; to check it, run" in named.stderr


def test_damaged_file_takes_one_line(postlint: Postlint, tmp_path: Path) -> None:
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1"
    good = f'Date,ShareLink,ShareCommentary\n2025-03-04 09:30:00,{link},"{VAIN}"\n'
    (tmp_path / "Shares.csv").write_text(good)
    (tmp_path / "Comments.csv").write_text("Date,Link,Message\n" + "a,b,c,d\n" * 50)
    result = postlint("audit", "Shares.csv", "Comments.csv")
    assert "1 post scored" in result.stdout
    assert result.stderr.count("\n") == 1


def test_text_report(tmp_path: Path, postlint: Postlint, monkeypatch: pytest.MonkeyPatch) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(60))
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = postlint("audit", "posts.jsonl").stdout
    assert "\x1b[" in shown
    plain = " ".join(Text.from_ansi(shown).plain.split())
    assert (
        "60 posts scored, 2025-01-06 to 2025-05-04: 20 on LinkedIn, 20 on X, 20 on the blog."
        in plain
    )
    assert "too few to say" in plain
    assert "at most" in plain


def test_reports_of_check_show_findings_about_the_feed(postlint: Postlint, tmp_path: Path) -> None:
    write_drafts(tmp_path / "drafts", 30)
    files = [
        "--output-format", "sarif:a.sarif", "--output-format", "junit:a.xml",
        "--output-format", "concise:a.txt", "--output-format", "github:a.github",
    ]  # fmt: skip
    assert postlint("audit", "drafts", *files).exit_code == 0
    results = json.loads((tmp_path / "a.sarif").read_text())["runs"][0]["results"]
    assert "mostly-self-focused" in {one["ruleId"] for one in results}
    assert len(list(JUnitXml.fromfile(str(tmp_path / "a.xml")))) > 0
    lines = (tmp_path / "a.txt").read_text().splitlines()
    assert any(one.startswith("drafts/p1.md:7:1: warning mostly-self-focused ") for one in lines)
    assert "mostly-self-focused" in (tmp_path / "a.github").read_text()


def test_parquet_matches_json(audited: Any, postlint: Postlint, tmp_path: Path) -> None:
    parquet = require_package("pyarrow.parquet", "audit")
    write_jsonl(tmp_path / "posts.jsonl", rows(40))
    assert postlint("audit", "posts.jsonl", "--output-format", "parquet:a.parquet").exit_code == 0
    table = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    for row, post in zip(table, audited("posts.jsonl")["posts"], strict=True):
        for key in ("id", "path", "platform", "relevance", "relevant", "genres"):
            assert row[key] == post[key]
        assert row["date"].isoformat() == post["date"]
        assert [one["rule"] for one in row["findings"]] == [one["rule"] for one in post["findings"]]
        assert row["self_focus"] == post["labels"]["self_focus"]
        assert row["verdict"] == post["verdict"]


@pytest.mark.parametrize("share", [0, 1 / 3, 2 / 3, 1])
def test_badge_shows_the_relevant_share(share: float, postlint: Postlint, tmp_path: Path) -> None:
    import xml.etree.ElementTree as ElementTree

    posts = [{"text": (HELPFUL if n < share * 12 else VAIN).format(n=n + 2)} for n in range(12)]
    write_jsonl(tmp_path / "posts.jsonl", iter(posts))
    assert postlint("audit", "posts.jsonl", "--output-format", "badge:a.svg").exit_code == 0
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert root.attrib["aria-label"] == f"relevant to clients: {share:.0%} of 12"


def test_number_of_jobs_does_not_change_the_result(postlint: Postlint, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(200))
    told = [
        spawn(
            "audit",
            "posts.jsonl",
            "--no-cache",
            "--jobs",
            jobs,
            "--output-format",
            "json",
            cwd=tmp_path,
        )
        for jobs in ("1", "2")
    ]
    assert told[0].stdout == told[1].stdout
    assert len(json.loads(told[0].stdout)["posts"]) == 200


def kept(store: Path) -> int:
    """Return how many results are in a store that another process writes to."""
    if not store.exists():
        return 0
    with closing(sqlite3.connect(store, timeout=10)) as database:
        try:
            return int(database.execute("SELECT count(*) FROM results").fetchone()[0])
        except sqlite3.OperationalError:  # the table isn't there yet
            return 0


@pytest.mark.slow
def test_killed_audit_continues(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postlint.linter.pipeline import Pipeline

    write_jsonl(tmp_path / "posts.jsonl", rows(300))
    line = command("audit", "posts.jsonl", "--jobs", "1", "--output-format", "json:a.json")
    run = subprocess.Popen(line, cwd=tmp_path, env=environment(POSTLINT_CACHE_DIR=str(cache)))
    end = time.monotonic() + 120
    while kept(cache / "feeds-1.sqlite") < 60:
        assert time.monotonic() < end
        assert run.poll() is None
        time.sleep(0.01)
    run.kill()
    run.wait()
    counted: list[int] = []
    lint = Pipeline.lint

    def noted(self: Pipeline, sources: Sequence[Source], *, details: bool) -> object:
        counted.append(len(sources))
        return lint(self, sources, details=details)

    monkeypatch.setattr(Pipeline, "lint", noted)
    from tests.command import run_here

    monkeypatch.chdir(tmp_path)
    again = run_here("audit", "posts.jsonl", "--jobs", "1", "--output-format", "json:b.json")
    assert again.exit_code == 0, again.output
    assert 0 < sum(counted) < 300
    whole = run_here(
        "audit", "posts.jsonl", "--no-cache", "--jobs", "1", "--output-format", "json:c.json"
    )
    assert whole.exit_code == 0
    assert (tmp_path / "b.json").read_bytes() == (tmp_path / "c.json").read_bytes()


def test_clean_deletes_the_cache_of_audits(postlint: Postlint, tmp_path: Path, cache: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(3))
    postlint("audit", "posts.jsonl")
    assert (cache / "feeds-1.sqlite").exists()
    postlint("clean")
    assert not list(cache.glob("*.sqlite"))


def test_missing_extra_names_the_install_command(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(2))
    for module, form, extra in (
        ("altair", "html:a.html", "audit"),
        ("pyarrow", "parquet:a.parquet", "audit"),
    ):
        missing = f"import sys; sys.modules[{module!r}] = None"
        code = f"{missing}; from postlint.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, "audit", "posts.jsonl", "--output-format", form],
            cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        assert f"pip install 'postlint[{extra}]'" in done.stderr
        assert done.stderr.count("\n") == 1
        assert not (tmp_path / form.partition(":")[2]).exists()


def test_feed_rules_do_not_run_in_check(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(VAIN)
    result = postlint("check", "a.md", "--select", "mostly-self-focused")
    assert result.exit_code == 0
    assert "`postlint audit`" in result.stderr
    (tmp_path / "a.md").write_text(f"---\npostlint: {{ignore: [mostly-self-focused]}}\n---\n{VAIN}")
    result = postlint("check", "a.md")
    assert "checks a whole feed, so a draft can't ignore it" in result.stdout


def test_audit_without_its_extra_finds_no_duplicates_and_says_so(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [
        {"text": text.format(n=7), "platform": platform, "date": "2026-03-02"}
        for text in TEXTS
        for platform in ("linkedin", "x")
    ]
    write_jsonl(tmp_path / "posts.jsonl", iter(posts))
    assert "same-everywhere" in postlint("audit", "posts.jsonl").stdout
    for module in ("altair", "jinja2", "pyarrow", "rensa", "vl_convert"):
        monkeypatch.setitem(sys.modules, module, None)
    result = postlint("audit", "posts.jsonl")
    assert result.exit_code == 0
    assert result.stderr == (
        "postlint: to find repeated posts, run: pip install 'postlint[audit]'\n"
    )
    assert "6 posts scored" in result.stdout
    assert "same-everywhere" not in result.stdout
