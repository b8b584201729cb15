"""Regression tests for audits."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from postlint.document.source import Source
from postlint.linter.pipeline import Pipeline
from tests.audit.sample_posts import HELPFUL, VAIN, rows, write_csv, write_drafts, write_jsonl
from tests.audit.test_git_revision import git
from tests.command import Postlint, command, environment, running_process
from tests.requirements import require_package

SHARES = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"


def shares(folder: Path, number: int) -> Path:
    """Write a LinkedIn export."""
    folder.mkdir(exist_ok=True)
    lines = [
        f"2026-01-{n % 28 + 1:02} 08:00:00,https://www.linkedin.com/feed/update/"
        f'urn%3Ali%3Ashare%3A{n},"{HELPFUL.format(n=n)}",,,MEMBER_NETWORK\n'
        for n in range(number)
    ]
    (folder / "Shares.csv").write_text(SHARES + "".join(lines), encoding="utf-8")
    return folder


def audited(postlint: Postlint, *args: str | Path) -> dict[str, Any]:
    result = postlint("audit", *args, "--output-format", "json")
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def test_progress_bar_on_a_terminal(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    write_jsonl(tmp_path / "posts.jsonl", rows(30))
    ours, theirs = pty.openpty()
    with running_process(
        command("audit", "posts.jsonl"), cwd=tmp_path, env=environment(TERM="xterm"),
        stdout=subprocess.PIPE, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        assert process.stdout
        output = process.stdout.read().decode()
        shown = b""
        try:
            while data := os.read(ours, 4096):
                shown += data
        except OSError:
            pass  # how Linux says that the other end is closed
    os.close(ours)
    assert process.returncode == 0
    assert "records read" in shown.decode()
    assert "Traceback" not in shown.decode()
    assert output.startswith("30 posts scored")


@pytest.mark.parametrize(
    ("audit", "place"),
    [
        ("export", "export/Shares.csv"), ("drafts", "drafts/p1.md"), ("drafts", "drafts/new.md"),
        ("dra*", "drafts/p1.md"), ("drafts/*.md", "drafts/p1.md"), ("export/*", "link.csv"),
    ],
)  # fmt: skip
def test_input_is_never_overwritten(
    audit: str, place: str, postlint: Postlint, tmp_path: Path
) -> None:
    shares(tmp_path / "export", 3)
    write_drafts(tmp_path / "drafts", 3)
    os.link(tmp_path / "export" / "Shares.csv", tmp_path / "link.csv")
    path = tmp_path / place
    before = path.read_bytes() if path.exists() else None
    result = postlint("audit", audit, "--output-format", f"text:{place}")
    assert result.exit_code == 2
    assert "write the report somewhere else" in result.stderr
    assert (path.read_bytes() if path.exists() else None) == before


def test_archives_cannot_be_compared_with_git(postlint: Postlint, tmp_path: Path) -> None:
    write_drafts(tmp_path / "drafts", 12)
    shares(tmp_path / "drafts", 20)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    trend = audited(postlint, "drafts", "--compare", "HEAD")["trend"]
    assert (trend["before"], trend["after"], trend["changed_posts"]) == (12, 12, [])
    result = postlint("audit", "drafts/Shares.csv", "--compare", "HEAD")
    assert result.exit_code == 2
    assert "--compare works only for drafts" in result.stderr
    assert postlint("audit", "drafts", "--compare", "").exit_code == 2


def test_symbolic_links_in_git_are_not_drafts(postlint: Postlint, tmp_path: Path) -> None:
    write_drafts(tmp_path / "drafts", 2)
    (tmp_path / "drafts" / "z.md").symlink_to("p1.md")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},drafts/module.md")
    git(tmp_path, "commit", "-q", "-m", "one")
    trend = audited(postlint, "drafts", "--compare", "HEAD")["trend"]
    assert (trend["before"], trend["after"], trend["changed_posts"]) == (2, 2, [])


@pytest.mark.parametrize("since", ["2025-01-31T00:00:00Z", "2025-01-31T00:00+02:00", "2025-01-31"])
def test_since_with_time_zone(since: str, postlint: Postlint, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(30))
    assert audited(postlint, "posts.jsonl", "--since", since)["counts"]["earlier"] == 13


@pytest.mark.parametrize("since", ["90dragons", "30min", "0001-01-01", "d", "-3d"])
def test_since_without_earlier_posts(since: str, postlint: Postlint, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(1))
    assert postlint("audit", "posts.jsonl", "--since", since).exit_code == 2


def test_since_leaves_out_posts_without_a_date(postlint: Postlint, tmp_path: Path) -> None:
    posts = [*rows(4), {"text": HELPFUL.format(n=9)}]
    write_jsonl(tmp_path / "posts.jsonl", iter(posts))
    report = audited(postlint, "posts.jsonl", "--since", "2025-01-08")
    assert len(report["posts"]) == 3
    assert (report["counts"]["earlier"], report["counts"]["undated"]) == (1, 1)
    assert (report["trend"]["before"], report["trend"]["after"]) == (1, 3)


@pytest.mark.parametrize("name", ["full", "rdjson", "gitlab", "github", "sarif", "junit"])
def test_findings_about_a_feed_start_below_front_matter(
    name: str, postlint: Postlint, tmp_path: Path
) -> None:
    write_drafts(tmp_path / "drafts", 30)
    result = postlint("audit", "drafts", "--output-format", name)
    assert result.exit_code == 0
    assert "mostly-self-focused" in result.stdout


def test_messages_in_an_export_are_not_read(postlint: Postlint, tmp_path: Path) -> None:
    folder = shares(tmp_path / "export", 3)
    (folder / "messages.csv").write_text(
        f"FROM,TO,DATE,CONTENT\nA,B,2026-01-01,{HELPFUL.format(n=7)!r}\n", encoding="utf-8"
    )
    (folder / "own.csv").write_text('content\n"A price is an answer. Which did you give?"\n')
    (folder / "late.jsonl").write_text('{"id": 1}\n{"content": "Ask first, then write. Agreed?"}\n')
    report = audited(postlint, "export", "--column", "text=content")
    paths = {Path(post["path"]).name for post in report["posts"]}
    assert paths == {"Shares.csv", "own.csv", "late.jsonl"}
    assert "messages.csv" not in json.dumps(report)


def test_unreadable_files_in_a_folder_are_reported(postlint: Postlint, tmp_path: Path) -> None:
    shares(tmp_path / "export", 3)
    (tmp_path / "export" / "damaged.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    (tmp_path / "export" / "node_modules").mkdir()
    shares(tmp_path / "export" / "node_modules", 4)
    result = postlint("audit", "export")
    assert result.exit_code == 2
    assert "damaged.zip" in result.stderr
    assert result.stdout.startswith("3 posts scored")


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ("date: 2026-03-02", "2026-03-02T00:00:00"), ("date: 2026/03/02", "2026-03-02T00:00:00"),
        ("pubDate: March 2, 2026", "2026-03-02T00:00:00"),
        ("publishDate: 2 Mar 2026", "2026-03-02T00:00:00"),
        ("Date: 2026-03-02 08:00:00 UTC", "2026-03-02T08:00:00"),
        ("publish-date: '2026-03-02T08:00+02:00'", "2026-03-02T06:00:00"),
        ("date: 02.03.2026", "2026-03-02T00:00:00"), ("date: 0001-01-01", None),
        ("date: soon", None), ("date: [1]", None),
    ],
)  # fmt: skip
def test_dates_of_drafts(told: str, date: str | None, postlint: Postlint, tmp_path: Path) -> None:
    folder = tmp_path / "2020-01-01-backup" / "drafts"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(f"---\n{told}\n---\n{HELPFUL}\n")
    (post,) = audited(postlint, folder)["posts"]
    assert post["date"] == date


def test_date_in_the_name(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "2026-03-02-leases").mkdir()
    (tmp_path / "2026-03-02-leases" / "index.md").write_text(HELPFUL)
    (tmp_path / "2026-03-04-leases.md").write_text(HELPFUL)
    dates = sorted(post["date"] for post in audited(postlint, ".")["posts"])
    assert dates == ["2026-03-02T00:00:00", "2026-03-04T00:00:00"]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json"])
def test_all_dates_of_a_table_have_the_same_order(
    kind: str, postlint: Postlint, tmp_path: Path
) -> None:
    posts = [
        {"text": HELPFUL.format(n=n), "date": date}
        for n, date in enumerate(["03/04/2026", "13/04/2026"])
    ]
    path = tmp_path / f"posts.{kind}"
    if kind == "json":
        path.write_text(json.dumps(posts))
    else:
        (write_csv if kind == "csv" else write_jsonl)(path, iter(posts))
    dates = [post["date"][:10] for post in audited(postlint, path)["posts"]]
    assert dates == ["2026-04-03", "2026-04-13"]


def test_number_formats_of_figures(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"---\nminutes: 45 min\nrevenue: 1,200\nleads: '2'\nclients: .inf\n---\n{HELPFUL}\n"
    )
    (post,) = audited(postlint, "a.md")["posts"]
    assert post["metrics"] == {
        "minutes": 45, "replies": None, "leads": 2, "clients": None, "revenue": 1200
    }  # fmt: skip


def test_same_file_twice_is_read_once(postlint: Postlint, tmp_path: Path) -> None:
    shares(tmp_path / "export", 3)
    assert (
        audited(postlint, "export/Shares.csv", tmp_path / "export" / "Shares.csv")["counts"]["read"]
        == 3
    )
    counts = audited(postlint, "export", "export/Shares.csv")["counts"]
    assert (counts["scored"], counts["skipped"]) == (3, {"duplicate": 3})


def test_comments_of_an_export_count_as_replies(postlint: Postlint, tmp_path: Path) -> None:
    folder = shares(tmp_path / "export", 40)
    (folder / "Comments.csv").write_text(
        "Date,Link,Message\n2026-01-02 08:00:00,https://www.linkedin.com/feed/update/1,Thanks.\n"
    )
    report = audited(postlint, "export", "--select", "few-replies")
    assert [one["rule"] for one in report["findings"]] == ["few-replies"]
    report = audited(postlint, "export", "--select", "few-replies", "--since", "2026-01-02")
    assert report["findings"] == []


def test_only_new_posts_of_a_newer_export_are_scored(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jsonl(tmp_path / "posts.jsonl", rows(12))
    before = audited(postlint, "posts.jsonl")
    scored: list[str] = []
    lint = Pipeline.lint

    def noted(self: Pipeline, sources: Sequence[Source], *, details: bool) -> object:
        scored.extend(source.text for source in sources)
        return lint(self, sources, details=details)

    monkeypatch.setattr(Pipeline, "lint", noted)
    # The newest posts come first, and the file has another name.
    new = {"id": "new", "text": HELPFUL.format(n=99), "date": "2026-05-01", "platform": "x"}
    (tmp_path / "later").mkdir()
    write_jsonl(tmp_path / "later" / "export.jsonl", iter([new, *rows(12)]))
    after = audited(postlint, "later/export.jsonl")
    assert scored == [new["text"]]
    relevance = {post["id"]: post["relevance"] for post in before["posts"]}
    assert {post["id"]: post["relevance"] for post in after["posts"][1:]} == relevance


def test_copies_on_several_platforms_do_not_change_the_usual_gap(
    postlint: Postlint, tmp_path: Path
) -> None:
    posts = [
        {"text": HELPFUL.format(n=month), "date": f"2026-{month:02}-05", "platform": place}
        for month in range(1, 11)
        for place in ("linkedin", "x", "mastodon", "bluesky")
    ]
    write_jsonl(tmp_path / "posts.jsonl", iter(posts))
    assert audited(postlint, "posts.jsonl", "--select", "long-silence")["findings"] == []


def test_file_name_that_is_not_unicode(postlint: Postlint, tmp_path: Path) -> None:
    parquet = require_package("pyarrow.parquet", "audit")
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text(VAIN)
    assert postlint("audit", ".", "--output-format", "parquet:a.parquet").exit_code == 0
    (row,) = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert row["id"] == "caf\\udce9.md"


def test_posts_from_a_template_are_not_all_compared() -> None:
    from postlint.feed.duplicates import _MAX_CANDIDATES, DuplicateFinder

    template = " ".join(f"word{n}" for n in range(40))
    alike = DuplicateFinder()
    for number in range(600):
        own = " ".join(f"own{number}and{n}" for n in range(18))
        alike.add(number, f"{template} {own}")
    assert len(alike._first) <= 3 * _MAX_CANDIDATES
    assert list(alike.groups()) == []
