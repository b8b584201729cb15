"""Recent drafts: what a page keeps on this machine, and what's in the folder."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from postlint.core.errors import PostlintError
from postlint.web.recent_drafts import RecentDrafts
from tests.command import Postlint
from tests.web.write_process import connected, serving, writing

asynchronous = pytest.mark.asyncio
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture
def drafts(tmp_path: Path) -> RecentDrafts:
    return RecentDrafts(tmp_path / "drafts")


def new_id() -> str:
    return str(uuid4())


def set_age(folder: Path, draft_id: str, seconds: float) -> None:
    changed = time.time() - seconds
    os.utime(folder / "drafts" / f"{draft_id}.json", (changed, changed))


# Through a page


@asynchronous
async def test_draft_is_still_there_after_a_restart(tmp_path: Path) -> None:
    draft_id, text = new_id(), "# Tea 🥚\n\nHalf a pair: \ud83e.\n"
    with writing(tmp_path) as (address, process):
        async with connected(address) as page:
            kept = await page.request("postlint/keepDraft", {"id": draft_id, "text": text})
            assert kept == {"status": "kept"}
            process.kill()
    with serving(tmp_path) as address:
        async with connected(address) as page:
            listed = await page.request("postlint/drafts", {})
            (draft,) = listed["drafts"]
            assert listed["isKept"] is True
            assert (draft["id"], draft["words"], draft["file"]) == (draft_id, 7, None)
            assert draft["title"].startswith("Tea 🥚 Half a pair")
            assert abs(draft["time"] / 1000 - time.time()) < 600
            assert await page.request("postlint/readDraft", {"id": draft_id}) == {"text": text}


@asynchronous
async def test_unsaved_text_names_its_file(tmp_path: Path) -> None:
    with writing(tmp_path, "post.md") as (address, _):
        async with connected(address) as page:
            path = (await page.request("postlint/session", {}))["path"]
            params = {"id": new_id(), "text": "Unsaved.", "file": path}
            await page.request("postlint/keepDraft", params)
            (draft,) = (await page.request("postlint/drafts", {}))["drafts"]
            assert draft["file"] == str(tmp_path / "post.md")


@asynchronous
async def test_drafts_can_be_deleted_and_turned_off(tmp_path: Path) -> None:
    first, second = new_id(), new_id()
    with serving(tmp_path) as address:
        async with connected(address) as page:

            async def keep(draft_id: str, text: str) -> Any:
                return await page.request("postlint/keepDraft", {"id": draft_id, "text": text})

            def ids(response: dict[str, Any]) -> set[str]:
                return {draft["id"] for draft in response["drafts"]}

            await keep(first, "One.")
            await keep(second, "Two.")
            assert await page.request("postlint/deleteDrafts", {}) is not None
            assert ids(await page.request("postlint/drafts", {})) == {first, second}
            assert ids(await page.request("postlint/deleteDrafts", {"ids": [first]})) == {second}
            off = await page.request("postlint/keepDrafts", {"on": False})
            assert (off["isKept"], ids(off)) == (False, {second})
            assert await keep(first, "One.") == {"status": "off"}
            assert await keep(second, "Two, too.") == {"status": "kept"}
    with serving(tmp_path) as address:
        async with connected(address) as page:
            assert (await page.request("postlint/drafts", {}))["isKept"] is False
            gone = await page.request("postlint/deleteDrafts", {"ids": None})
            assert gone == {"isKept": False, "drafts": []}
            on = await page.request("postlint/keepDrafts", {"on": True})
            assert on["isKept"] is True


UPPERCASE = "3F2504E0-4F89-41D3-9A0C-0305E82C3301"


@asynchronous
@pytest.mark.parametrize("draft_id", [None, 3, "", "../../post", "X" * 32, UPPERCASE])
async def test_id_that_is_not_a_uuid_is_refused(draft_id: object, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        async with connected(address) as page:
            kept = await page.request("postlint/keepDraft", {"id": draft_id, "text": "x"})
            assert kept["status"] == "error"
            assert "UUID" in kept["message"]
            assert await page.request("postlint/readDraft", {"id": draft_id}) == {"text": None}
            ids = {"ids": [draft_id]}
            assert (await page.request("postlint/deleteDrafts", ids))["drafts"] == []


@asynchronous
async def test_folder_that_cannot_be_written_is_an_error(tmp_path: Path, state: Path) -> None:
    state.write_text("in the way")
    with serving(tmp_path) as address:
        async with connected(address) as page:
            kept = await page.request("postlint/keepDraft", {"id": new_id(), "text": "x"})
            assert kept["status"] == "error"
            assert str(state) in kept["message"]
            off = await page.request("postlint/keepDrafts", {"on": False})
            assert off["isKept"] is True
            assert str(state) in off["message"]


def test_doctor_shows_the_folder(postlint: Postlint, state: Path) -> None:
    assert f"recent drafts   {state / 'drafts'}" in postlint("doctor").stdout


# In the folder


@posix
def test_only_the_user_can_read_drafts(drafts: RecentDrafts, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        drafts.keep(new_id(), "Secret.", None)
    finally:
        os.umask(before)
    folder = tmp_path / "drafts"
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_blank_text_deletes_the_draft(drafts: RecentDrafts) -> None:
    draft_id = new_id()
    drafts.keep(draft_id, "Hello.", None)
    assert drafts.keep(draft_id, " \n", None)
    assert drafts.list() == []


def test_newest_draft_comes_first(drafts: RecentDrafts, tmp_path: Path) -> None:
    old, new = new_id(), new_id()
    drafts.keep(new, "New.", None)
    drafts.keep(old, "Old.", None)
    set_age(tmp_path, old, 60)
    assert [draft.id for draft in drafts.list()] == [new, old]


def test_oldest_drafts_go_first_but_none_of_the_last_day(
    drafts: RecentDrafts, tmp_path: Path
) -> None:
    ids = [new_id() for _ in range(55)]
    for age, draft_id in enumerate(ids):
        drafts.keep(draft_id, "Hello.", None)
        set_age(tmp_path, draft_id, age * 60)
    assert len(drafts.list()) == 55
    for draft_id in ids[25:]:
        set_age(tmp_path, draft_id, 100_000 + ids.index(draft_id))
    drafts.keep(new_id(), "One more.", None)
    kept = {draft.id for draft in drafts.list()}
    assert len(kept) == 50
    assert kept.issuperset(ids[:49])


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"text": 3}', b"\xff", b"[" * 100_000, b'{"file": "a.md"}']
)
def test_damaged_draft_is_skipped(damage: bytes, drafts: RecentDrafts, tmp_path: Path) -> None:
    good, bad = new_id(), new_id()
    drafts.keep(good, "Good.", None)
    (tmp_path / "drafts" / f"{bad}.json").write_bytes(damage)
    assert [draft.id for draft in drafts.list()] == [good]
    assert drafts.read(bad) is None


@posix
def test_links_and_other_files_are_left_alone(drafts: RecentDrafts, tmp_path: Path) -> None:
    draft_id, link = new_id(), new_id()
    drafts.keep(draft_id, "Mine.", None)
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"text": "Secret."}))
    (tmp_path / "drafts" / f"{link}.json").symlink_to(secret)
    (tmp_path / "drafts" / "letter.txt").write_text("Mine, too.")
    assert [draft.id for draft in drafts.list()] == [draft_id]
    assert drafts.read(link) is None
    with pytest.raises(PostlintError, match="symbolic link"):
        drafts.keep(link, "New.", None)
    drafts.delete(None)
    assert sorted(path.name for path in (tmp_path / "drafts").iterdir()) == sorted(
        [f"{link}.json", "letter.txt"]
    )
    assert json.loads(secret.read_text()) == {"text": "Secret."}


def test_too_long_draft_is_refused(drafts: RecentDrafts) -> None:
    with pytest.raises(PostlintError, match="too long"):
        drafts.keep(new_id(), "x" * 1_000_001, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\nplatform: x\n---\n# One two", "One two"),
        ("**One**\n\n[two](https://a.example)", "One two https://a.example"),
        ("word " * 30, "word word word word word word word word word word word…"),
        ("![](a.png)", "![](a.png)"),
    ],
)
def test_title_is_the_first_words(text: str, title: str, drafts: RecentDrafts) -> None:
    drafts.keep(new_id(), text, None)
    assert drafts.list()[0].title == title
