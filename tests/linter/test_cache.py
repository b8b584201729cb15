"""The cache: unchanged drafts aren't linted again, and results are never out of date."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from postlint.document.source import Source
from postlint.linter.cache import DRAFT_STORE, Cache
from postlint.linter.pipeline import Pipeline
from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint, spawn, write

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the drafts that are linted from here on."""
    names: list[str] = []
    lint = Pipeline.lint

    def noted(self: Pipeline, sources: Sequence[Source], *, details: bool) -> object:
        names.extend(Path(source.path).name for source in sources)
        return lint(self, sources, details=details)

    monkeypatch.setattr(Pipeline, "lint", noted)
    return names


def database(folder: Path) -> Path:
    (path,) = folder.glob("*.sqlite")
    return path


def test_cache_keeps_texts_by_key(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put([(KEY, "one"), (OTHER, "two")])
        cache.put([(KEY, "three")])
    with Cache(tmp_path) as cache:
        assert cache.get([KEY, OTHER, b"none"]) == {KEY: "three", OTHER: "two"}


def test_cache_many_keys_at_once(tmp_path: Path) -> None:
    keys = [number.to_bytes(32, "big") for number in range(2_500)]
    with Cache(tmp_path) as cache:
        cache.put((key, key.hex()) for key in keys)
        assert cache.get(keys) == {key: key.hex() for key in keys}


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"this is no database",
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + b"\0" * (len(data) - 100),
        lambda data: data[:4096] + bytes(byte ^ 0x55 for byte in data[4096:]),
    ],
    ids=["text", "empty", "half", "zeros", "noise"],
)
def test_cache_recreates_a_damaged_file(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put([(KEY, "a" * 5_000)])
    path = database(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    for _ in range(2):  # damage that only shows when an entry is read is repaired by the next run
        with Cache(tmp_path) as cache:
            assert cache.get([KEY]) in ({}, {KEY: "a" * 5_000})
            assert cache.disabled_reason is None
            cache.put([(OTHER, "b")])
    with Cache(tmp_path) as cache:
        cache.put([(OTHER, "b")])
        assert cache.get([OTHER]) == {OTHER: "b"}


def test_cache_ignores_changed_rows(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put([(KEY, "one"), (OTHER, "two")])
    with sqlite3.connect(database(tmp_path)) as changed:
        changed.execute("UPDATE results SET text = 'forged' WHERE key = ?", (KEY,))
    changed.close()
    with Cache(tmp_path) as cache:
        assert cache.get([KEY, OTHER]) == {OTHER: "two"}


def test_cache_evicts_least_recently_used(tmp_path: Path) -> None:
    keys = [number.to_bytes(32, "big") for number in range(100)]
    old, new = keys[:60], keys[60:]
    with Cache(tmp_path) as cache:
        cache.put((key, "x" * 1_000) for key in old)
    with sqlite3.connect(database(tmp_path)) as aged:
        aged.execute("UPDATE results SET used = used - 3")
    aged.close()
    size = database(tmp_path).stat().st_size
    with Cache(tmp_path, store=replace(DRAFT_STORE, max_bytes=size + 10_000)) as cache:
        cache.put((key, "x" * 1_000) for key in new)
        assert cache.get([old[0]])  # used again today
    with Cache(tmp_path) as cache:
        assert set(cache.get(new)) == set(new)
        assert old[0] in cache.get([old[0]])
        assert len(cache.get(old)) <= 10
    assert database(tmp_path).stat().st_size <= size + 10_000


def test_cache_shared_by_two_runs(tmp_path: Path) -> None:
    with Cache(tmp_path) as one, Cache(tmp_path) as other:
        one.put([(KEY, "one")])
        other.put([(OTHER, "two")])
        assert one.get([KEY, OTHER]) == other.get([KEY, OTHER]) == {KEY: "one", OTHER: "two"}


def test_cache_that_cannot_be_written_is_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Cache(tmp_path / "file") as cache:
        assert cache.disabled_reason
        cache.put([(KEY, "one")])
        assert cache.get([KEY]) == {}


def test_cache_skips_unchanged_drafts(
    postlint: Postlint, tmp_path: Path, linted: list[str]
) -> None:
    write(tmp_path, good=GOOD, flawed=SELF_FOCUSED, odd="Ist das Büro schon offen? Wir kommen.")
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\0")
    first = postlint("check")
    assert sorted(linted) == ["flawed.md", "good.md", "odd.md"]
    linted.clear()
    again = postlint("check")
    assert linted == []
    assert (again.stdout, again.stderr, again.exit_code) == (
        first.stdout, first.stderr, first.exit_code,
    )  # fmt: skip
    write(tmp_path, good=GOOD + "\nMore.")
    postlint("check")
    assert linted == ["good.md"]


@pytest.mark.parametrize("form", ["text", "full", "json", "sarif", "concise", "rdjson"])
def test_cache_result_is_the_same(
    form: str, postlint: Postlint, tmp_path: Path, linted: list[str]
) -> None:
    front = "---\r\ntitle: Ü\r\nsplit: no\r\n---\r\n"
    (tmp_path / "crlf.md").write_bytes((front + SELF_FOCUSED.replace("\n", "\r\n")).encode())
    (tmp_path / "bom.txt").write_bytes(b"\xef\xbb\xbf\xf0\x9f\xa5\x9a " + ASKS_NOTHING.encode())
    (tmp_path / "postlint.toml").write_text("split = '---'\n")
    write(tmp_path, several=f"{GOOD}\n---\n{SELF_FOCUSED}\n---\n{ASKS_NOTHING}")
    fresh = postlint("check", "--no-cache", "--output-format", form)
    first = postlint("check", "--output-format", form)
    linted.clear()
    again = postlint("check", "--output-format", form)
    assert linted == []
    assert fresh.stdout == first.stdout == again.stdout


def test_cache_keeps_results_with_reasons_separately(
    postlint: Postlint, tmp_path: Path, linted: list[str]
) -> None:
    write(tmp_path, flawed=SELF_FOCUSED)
    assert "all 3 sentences are about you" not in postlint("check").stdout
    assert "all 3 sentences are about you" in postlint("check", "--output-format", "full").stdout
    assert linted == ["flawed.md"] * 2


OWN_RULE = """
id: no-kettles
category: form
scope: sentence
severity: warning
check: phrases
options: {phrases: [kettle]}
message: "A kettle."
help: "Say pot."
why: "A test."
bad: []
good: []
"""


def change_config(folder: Path) -> None:
    (folder / "postlint.toml").write_text('ignore = ["no-question"]\n')


def change_base(folder: Path) -> None:
    (folder / "base.toml").write_text('ignore = ["no-question"]\n')


def change_rule(folder: Path) -> None:
    (folder / "own" / "kettles.yaml").write_text(OWN_RULE.replace("kettle]", "pot]"))


def add_rule(folder: Path) -> None:
    (folder / "own" / "more.yml").write_text(OWN_RULE.replace("no-kettles", "no-pots"))


@pytest.mark.parametrize(
    "change",
    [change_config, change_base, change_rule, add_rule],
    ids=lambda change: change.__name__,
)
def test_cache_key_has_the_settings_of_a_draft(
    change: Callable[[Path], None], postlint: Postlint, tmp_path: Path, linted: list[str]
) -> None:
    write(tmp_path, one=ASKS_NOTHING)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "kettles.yaml").write_text(OWN_RULE)
    (tmp_path / "base.toml").write_text('rules = ["own"]\n')
    (tmp_path / "postlint.toml").write_text('extend = "base.toml"\n')
    postlint("check")
    postlint("check")
    assert linted == ["one.md"]
    change(tmp_path)
    postlint("check")
    assert linted == ["one.md"] * 2


@pytest.mark.parametrize(
    "options",
    [
        ["--platform", "blog"],
        ["--select", "no-question"],
        ["--ignore", "no-question"],
        ["--min-relevance", "0.9"],
        ["--drafts-only"],
        ["--config", "other.toml"],
    ],
    ids=lambda options: options[0],
)
def test_cache_key_has_the_options_of_a_run(
    options: list[str], postlint: Postlint, tmp_path: Path, linted: list[str]
) -> None:
    write(tmp_path, one=ASKS_NOTHING)
    (tmp_path / "other.toml").write_text('platform = "blog"\n')
    postlint("check")
    postlint("check", *options)
    assert linted == ["one.md"] * 2


def test_cache_key_has_overrides_and_file_type(
    postlint: Postlint, tmp_path: Path, linted: list[str]
) -> None:
    write(tmp_path, one=ASKS_NOTHING)
    (tmp_path / "blog").mkdir()
    (tmp_path / "postlint.toml").write_text('[[overrides]]\nfiles = ["blog/"]\nplatform = "blog"\n')
    for copy in ("same.md", "one.txt", "one.mdx", "blog/one.md"):
        (tmp_path / copy).write_text(ASKS_NOTHING)
    postlint("check", "one.md")
    linted.clear()
    postlint("check", "same.md", "one.txt", "one.mdx", "blog/one.md")
    assert linted == ["one.txt", "one.mdx", "one.md"]


def test_cache_of_another_version_is_not_used(
    postlint: Postlint, tmp_path: Path, linted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, one=ASKS_NOTHING)
    postlint("check")
    monkeypatch.setattr("postlint.config.settings.postlint_digest", lambda: b"a new version")
    postlint("check")
    assert linted == ["one.md"] * 2


def test_cache_recomputes_unreadable_results(
    postlint: Postlint, tmp_path: Path, cache: Path, linted: list[str]
) -> None:
    write(tmp_path, one=ASKS_NOTHING)
    first = postlint("check")
    for text in ("[{}]", "[1]", "nothing", json.dumps([{"body": [0]}])):
        with sqlite3.connect(database(cache)) as changed:
            keys = [key for (key,) in changed.execute("SELECT key FROM results")]
        changed.close()
        with Cache(cache) as kept:
            kept.put((key, text) for key in keys)
        linted.clear()
        assert postlint("check").stdout == first.stdout
        assert linted == ["one.md"]


def test_cache_does_not_hide_configuration_errors(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, one=GOOD)
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", two=GOOD)
    assert postlint("check").exit_code == 0
    (tmp_path / "sub" / "postlint.toml").write_text('ignore = ["no-such-rule"]\n')
    for _ in range(2):
        result = postlint("check")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "sub/postlint.toml:1:11: unknown rule" in result.stderr


def test_cache_does_not_hide_that_no_rules_are_selected(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, one=GOOD)
    for _ in range(2):
        result = postlint("check", "--select", "no-question", "--ignore", "no-question")
        assert "no rules are selected" in result.stderr


def test_cache_does_not_keep_failed_checks(
    postlint: Postlint, tmp_path: Path, linted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, one=ASKS_NOTHING)
    with monkeypatch.context() as broken:
        broken.setattr("postlint.linter.rule_runner.fill", lambda *_: 1 / 0)
        assert postlint("check").exit_code == 2
    assert postlint("check").exit_code == 0
    assert linted == ["one.md"] * 2


def test_cache_can_be_disabled_and_cleaned(
    postlint: Postlint, tmp_path: Path, cache: Path, linted: list[str]
) -> None:
    write(tmp_path, one=GOOD)
    postlint("check", "--no-cache")
    assert not list(cache.iterdir())
    postlint("check")
    postlint("check", "--no-cache")
    assert linted == ["one.md"] * 3
    assert "deleted" in postlint("clean").stdout
    assert not cache.exists()
    assert "nothing to delete" in postlint("clean").stdout
    postlint("check")
    assert linted == ["one.md"] * 4


def test_clean_keeps_other_files(postlint: Postlint, tmp_path: Path, cache: Path) -> None:
    write(tmp_path, one=GOOD)
    postlint("check")
    (cache / "letter.txt").write_text("mine")
    postlint("clean")
    assert [path.name for path in cache.iterdir()] == ["letter.txt"]


def test_cache_writes_nothing_next_to_drafts(tmp_path: Path) -> None:
    write(tmp_path, one=GOOD)
    home = tmp_path.parent / f"{tmp_path.name}-home"
    home.mkdir()
    changes = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "POSTLINT_CACHE_DIR": ""}
    done = spawn("check", cwd=tmp_path, **changes)  # type: ignore[arg-type]
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["one.md"]
    if sys.platform == "linux":
        assert [path.name for path in home.iterdir()] == ["postlint"]


def test_cache_reports_a_full_disk(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, one=GOOD)
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "file"))
    result = postlint("check", "one.md")
    assert result.exit_code == 0
    assert result.stderr.startswith("postlint: running without a cache (")
    assert result.stderr.count("\n") == 1


def test_cache_holds_results_before_the_baseline(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, one=SELF_FOCUSED)
    assert postlint("check").exit_code == 1
    postlint("baseline")
    assert postlint("check", "--baseline", "postlint-baseline.json").exit_code == 0
    assert postlint("check").exit_code == 1
