"""The page of `postlint write`: files, recent drafts, the profile, and dropped documents."""

from __future__ import annotations

import base64
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audit.html.browser import expect
from tests.command import ASKS_NOTHING, FAKE_BOLD, GOOD, SELF_FOCUSED
from tests.web.page_helpers import (
    PLACEHOLDER,
    Open,
    allow_clipboard,
    check_accessibility,
    draft,
    expect_text,
    findings,
    in_chromium,
    text_of,
    wait_until,
    write,
)
from tests.web.write_process import Address, serving, writing

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@pytest.fixture
def address(tmp_path: Path) -> Iterator[Address]:
    """A server for a draft that isn't in a file, with its own folder and state."""
    with serving(tmp_path) as address:
        yield address


def recent(page: Page) -> Locator:
    """Return the buttons of the recent drafts."""
    return page.locator("#drafts .ask")


# A file


def test_saving_and_a_conflict(tmp_path: Path, open_page: Open) -> None:
    file = tmp_path / "post.md"
    file.write_bytes(SELF_FOCUSED.replace("\n", "\r\n").encode())
    with serving(tmp_path, file) as address:
        page = open_page(address)
        expect(page.locator("#state")).to_have_text("Saved")
        expect(findings(page)).not_to_have_count(0)
        write(page, GOOD)
        expect(page.locator("#state")).to_have_text("Not saved")
        page.keyboard.press("ControlOrMeta+s")
        expect(page.locator("#state")).to_have_text("Saved")
        assert file.read_bytes() == GOOD.replace("\n", "\r\n").encode()

        write(page, "Mine.")
        file.write_text(ASKS_NOTHING, encoding="utf-8")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        check_accessibility(page)
        dialog.get_by_role("button", name="Keep mine").click()
        expect_text(page, "Mine.")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#state")).to_have_text("Saved")
        assert file.read_text(encoding="utf-8") == "Mine."
        other = page.context.new_page()
        other.goto(address.page)
        expect(draft(other)).to_have_text("Mine.")
        write(other, "From another tab.")
        other.keyboard.press("ControlOrMeta+s")
        expect(draft(page)).to_have_text("From another tab.")
        expect(page.locator("#state")).to_have_text("Saved")
        draft(page).press("ControlOrMeta+z")
        draft(page).press("ControlOrMeta+z")
        expect_text(page, ASKS_NOTHING)

        write(page, "Mine, too.")
        file.write_text(FAKE_BOLD, encoding="utf-8")
        dialog.get_by_role("button", name="Take the file’s").click()
        expect_text(page, FAKE_BOLD)
        page.keyboard.press("ControlOrMeta+z")
        expect_text(page, "Mine, too.")


@in_chromium
def test_esc_leaves_a_conflict_for_the_next_save(tmp_path: Path, open_page: Open) -> None:
    file = tmp_path / "post.md"
    file.write_text(GOOD, encoding="utf-8")
    with serving(tmp_path, file) as address:
        page = open_page(address)
        write(page, "Mine.")
        file.write_text(ASKS_NOTHING, encoding="utf-8")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Keep mine")).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(draft(page)).to_be_focused()
        expect_text(page, "Mine.")
        assert file.read_text(encoding="utf-8") == ASKS_NOTHING
        page.keyboard.press("ControlOrMeta+s")
        dialog.get_by_role("button", name="Take the file’s").click()
        expect_text(page, ASKS_NOTHING)


@in_chromium
def test_unsaved_text_of_a_file_is_offered(tmp_path: Path, open_page: Open) -> None:
    file = tmp_path / "post.md"
    file.write_text(GOOD, encoding="utf-8")
    with writing(tmp_path, file) as (address, process):
        page = open_page(address)
        write(page, "Not saved yet.")
        expect_kept(page)
        process.kill()
        page.close()
    with serving(tmp_path, file) as again:
        page = open_page(again)
        expect_text(page, GOOD)
        expect(page.locator("#restore")).to_contain_text("Not saved yet.")
        check_accessibility(page)
        page.get_by_role("button", name="Restore").click()
        expect_text(page, "Not saved yet.")
        expect(page.locator("#state")).to_have_text("Not saved")
        page.keyboard.press("ControlOrMeta+z")
        expect_text(page, GOOD)


@in_chromium
def test_unsaved_text_is_not_offered_for_another_file(tmp_path: Path, open_page: Open) -> None:
    with writing(tmp_path, "one.md") as (address, process):
        page = open_page(address)
        write(page, "Text of one.")
        process.kill()
        expect(page.locator("#lost")).to_be_visible()
        wait_until(page, lambda: unsent(page) == 1)
    port = int(address.host.rpartition(":")[2])
    with serving(tmp_path, "two.md", port=port) as again:
        page.goto(again.page)
        wait_until(page, lambda: page.locator("body.ready").count() == 1 and unsent(page) == 0)
        expect(page.locator("#restore")).to_be_hidden()
        assert text_of(page) == PLACEHOLDER
    with serving(tmp_path, "one.md", port=port) as again:
        page.goto(again.page)
        expect(page.locator("#restore")).to_contain_text("Text of one.")
        page.get_by_role("button", name="Delete it").click()
        expect(page.locator("#notice")).to_contain_text("Deleted.")


@in_chromium
def test_reloaded_page_has_the_present_text_of_its_file(tmp_path: Path, open_page: Open) -> None:
    file = tmp_path / "post.md"
    file.write_text(GOOD, encoding="utf-8")
    with writing(tmp_path, file) as (address, process):
        page = open_page(address)
        page.goto("about:blank")
        file.write_text(ASKS_NOTHING, encoding="utf-8")
        page.goto(address.page)
        expect_text(page, ASKS_NOTHING)
        write(page, "Mine.")
        page.keyboard.press("ControlOrMeta+s")
        expect(page.locator("#state")).to_have_text("Saved")
        assert file.read_text(encoding="utf-8") == "Mine."
        page.close()
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
        assert out.endswith("Stopped. Your drafts are kept on this computer.\n")
        assert errors == ""


# Recent drafts


def test_draft_in_two_tabs_is_two_drafts(address: Address, open_page: Open) -> None:
    page = open_page(address)
    write(page, GOOD)
    expect_kept(page)
    other = page.context.new_page()
    other.goto(address.page)
    recent(other).click()
    expect_text(other, GOOD)
    draft(other).press("ControlOrMeta+End")
    other.keyboard.insert_text("In the other tab.")
    expect_kept(other)
    draft(page).press("ControlOrMeta+End")
    page.keyboard.insert_text("In this tab.")
    expect_kept(page)
    other.get_by_role("button", name="New draft").click()
    expect(recent(other)).to_have_count(2)
    recent(other).first.click()
    expect_text(other, f"{GOOD}In the other tab.")
    other.get_by_role("button", name="New draft").click()
    recent(other).last.click()
    expect_text(other, f"{GOOD}In this tab.")


@in_chromium
def test_draft_that_is_pasted_over_is_kept(address: Address, open_page: Open) -> None:
    page = open_page(address)
    allow_clipboard(page)
    write(page, SELF_FOCUSED)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+c")
    write(page, GOOD)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+v")
    expect_text(page, SELF_FOCUSED)
    page.get_by_role("button", name="New draft").click()
    expect(recent(page)).to_have_count(2)


def expect_kept(page: Page) -> None:
    """Wait until the server has the text: then the browser doesn't keep it anymore."""
    page.wait_for_timeout(400)
    wait_until(page, lambda: unsent(page) == 0)


def unsent(page: Page) -> int:
    """Return how many drafts the browser keeps for the server."""
    count: int = page.evaluate("Object.keys(localStorage).length")
    return count


def test_text_outlives_the_server_and_the_page(tmp_path: Path, open_page: Open) -> None:
    with writing(tmp_path) as (address, process):
        page = open_page(address)
        write(page, GOOD)
        expect(page.locator("#no-findings")).to_be_visible()
        process.kill()
        expect(page.locator("#lost")).to_be_visible()
        check_accessibility(page)
        page.keyboard.type("More.")
        text = text_of(page)
        assert "More." in text
        wait_until(page, lambda: unsent(page) == 1)
    port = int(address.host.rpartition(":")[2])
    with serving(tmp_path, port=port) as again:
        # The new page gives the old one the new token.
        other = page.context.new_page()
        other.goto(again.page)
        expect(recent(other)).to_have_count(1)
        expect(page.locator("#lost")).to_be_hidden(timeout=15_000)
        expect_text(page, text)
        page.reload()
        expect(page.locator(".headline .score")).to_be_visible()
        expect_text(page, text)
        page.close()
        other.reload()
        recent(other).click()
        expect_text(other, text)


@in_chromium
def test_drafts_are_kept_on_another_port_too(tmp_path: Path, open_page: Open) -> None:
    with writing(tmp_path) as (address, process):
        page = open_page(address)
        write(page, GOOD)
        expect_kept(page)
        process.kill()
        page.close()
    with serving(tmp_path) as again:
        page = open_page(again)
        check_accessibility(page)
        recent(page).click()
        expect_text(page, GOOD)


@in_chromium
def test_new_draft_keeps_the_old_one(address: Address, open_page: Open) -> None:
    page = open_page(address)
    expect(page.locator("#no-drafts")).to_be_visible()
    write(page, GOOD)
    page.get_by_role("button", name="New draft").click()
    expect(draft(page)).to_be_focused()
    write(page, SELF_FOCUSED)
    page.get_by_role("button", name="New draft").click()
    expect(recent(page)).to_have_count(2)
    page.locator("#drafts").get_by_role("button", name="Delete “I am").click()
    expect(recent(page)).to_have_count(1)
    page.get_by_role("button", name="Delete all").click()
    expect(recent(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    recent(page).click()
    expect_text(page, GOOD)


@in_chromium
def test_drafts_can_be_turned_off(address: Address, open_page: Open, state: Path) -> None:
    page = open_page(address)
    page.get_by_label("Keep drafts on this computer").uncheck()
    write(page, GOOD)
    page.wait_for_timeout(600)
    assert unsent(page) == 0
    assert not [file for file in state.rglob("*") if GOOD[:20] in read(file)]
    page.reload()
    page.locator("body.ready").wait_for()
    expect_text(page, GOOD)
    other = page.context.new_page()
    other.goto(address.page)
    other.locator("body.ready").wait_for()
    expect(other.get_by_label("Keep drafts on this computer")).not_to_be_checked()
    expect(recent(other)).to_have_count(0)


@in_chromium
def test_unsaved_text_survives_a_reload_with_drafts_turned_off(
    tmp_path: Path, open_page: Open
) -> None:
    with serving(tmp_path) as address:
        page = open_page(address)
        page.get_by_label("Keep drafts on this computer").uncheck()
        expect(page.locator("#notice")).to_contain_text("No more drafts")
    with writing(tmp_path, "one.md") as (address, process):
        page = open_page(address)
        write(page, "Text of one.")
        page.wait_for_timeout(600)
        page.reload()
        page.locator("body.ready").wait_for()
        expect_text(page, "Text of one.")
        process.kill()
    port = int(address.host.rpartition(":")[2])
    with serving(tmp_path, "two.md", port=port) as again:
        page.goto(again.page)
        page.locator("body.ready").wait_for()
        assert text_of(page) == PLACEHOLDER


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


# The profile


@in_chromium
def test_profile_applies_and_is_saved(address: Address, open_page: Open, tmp_path: Path) -> None:
    page = open_page(address)
    write(page, GOOD)
    page.get_by_role("button", name="Profile").click()
    dialog = page.get_by_role("dialog", name="Profile")
    check_accessibility(page)
    dialog.get_by_label("Your firm").fill("Boilers & Sons")
    dialog.get_by_label("Your clients").fill("landlords\noffice managers")
    dialog.get_by_label("LinkedIn").check()
    dialog.get_by_role("button", name="Use it now").click()
    page.get_by_label("Platform", exact=True).select_option("x")
    tests = page.locator("#checklist")
    expect(tests).to_contain_text("This is for X, but your profile says")
    page.get_by_label("Platform", exact=True).select_option("linkedin")
    expect(tests).to_contain_text("Yes: Your profile says that your clients are on LinkedIn.")
    assert not (tmp_path / "postlint.toml").exists()
    page.get_by_role("button", name="Profile").click()
    expect(dialog.get_by_label("Your firm")).to_have_value("Boilers & Sons")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    assert "office managers" in (tmp_path / "postlint.toml").read_text(encoding="utf-8")
    page.get_by_label("Platform", exact=True).select_option("x")
    expect(tests).to_contain_text("This is for X, but your profile says")
    page.get_by_role("button", name="Profile").click()
    expect(dialog.get_by_label("Your firm")).to_be_disabled()
    expect(dialog).to_contain_text("postlint.toml")
    check_accessibility(page)


# Documents


DROP = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    const target = document.querySelector(".cm-content");
    for (const type of ["dragover", "drop"]) {
        const how = { dataTransfer, bubbles: true, cancelable: true };
        target.dispatchEvent(new DragEvent(type, how));
    }
}"""


def drop(page: Page, name: str, data: bytes) -> None:
    page.evaluate(DROP, [name, base64.b64encode(data).decode()])


def test_dropped_documents_are_opened(address: Address, open_page: Open) -> None:
    page = open_page(address)
    write(page, GOOD)
    drop(page, "post.txt", b"\xef\xbb\xbfOne.\r\n\r\nTwo.")
    expect(draft(page)).to_have_text("One.Two.")
    html = "<h1>Title</h1><p>A <b>bold</b> word.<script>alert(1)</script><img src='x.png'></p>"
    drop(page, "post.html", html.encode())
    expect(draft(page)).to_contain_text("A **bold** word.")
    assert "alert" not in text_of(page)
    expect(page.locator("#imported")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="OK").click()
    expect(page.locator("#imported")).to_be_hidden()
    page.get_by_role("tab", name="LinkedIn").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("LinkedIn can’t show")
    drop(page, "post.pdf", b"%PDF-1.7")
    expect(page.locator("#notice")).to_contain_text("post.pdf")
    page.get_by_role("button", name="New draft").click()
    expect(recent(page)).to_have_count(3)


@in_chromium
def test_document_is_chosen_with_the_button(
    address: Address, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(address)
    file = tmp_path / "chosen.md"
    file.write_text(FAKE_BOLD, encoding="utf-8")
    page.locator("#open-file").set_input_files(file)
    expect(findings(page)).to_have_count(1)
    expect_text(page, FAKE_BOLD)
    assert file.read_text(encoding="utf-8") == FAKE_BOLD
