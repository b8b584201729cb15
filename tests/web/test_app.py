"""The web server of `postlint write`: what it serves, to whom, and saving."""

from __future__ import annotations

import asyncio
import http.client
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socket import socket

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from postlint.web.app import DEFAULT_PORT, HOST, WriteApp
from postlint.web.draft_file import DraftFile
from tests.command import GOOD, SELF_FOCUSED, Postlint
from tests.web.write_process import Address, connected, serving, writing

asynchronous = pytest.mark.asyncio


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A server for a draft that isn't in a file."""
    with serving(tmp_path_factory.mktemp("writing")) as address:
        yield address


def get(address: Address, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(address.host, timeout=60)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


# Security


@pytest.mark.parametrize("path", ["/", "/page.js", "/page.css", "/icon.svg"])
def test_page_is_served_with_strict_headers(path: str, address: Address) -> None:
    response = get(address, path)
    assert response.status == 200
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert address.token.encode() not in response.read()


@pytest.mark.parametrize(
    "path", ["/page.ts", "/../pyproject.toml", "/%2e%2e/web/index.html", "//page.js", "/page.js/"]
)
def test_other_paths_are_not_found(path: str, address: Address) -> None:
    assert get(address, path).status == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example", ""]
)
def test_requests_for_other_hosts_are_refused(host: str, address: Address) -> None:
    assert get(address, "/", Host=host).status in (400, 403)


@asynchronous
@pytest.mark.parametrize(
    ("origin", "token"),
    [
        (None, None),
        ("http://evil.example", None),
        ("http://127.0.0.1", None),
        ("null", None),
        ("https://{host}", None),
        ("http://{host}.evil.example", None),
        ("http://{host}", ""),
        ("http://{host}", "x"),
        ("http://{host}", "é"),
    ],
)
async def test_connections_of_other_pages_are_refused(
    origin: str | None, token: str | None, address: Address
) -> None:
    sent = origin and origin.format(host=address.host)
    uri = f"ws://{address.host}/lsp?token={address.token if token is None else token}"
    with pytest.raises(InvalidStatus, match="403"):
        async with connect(uri, origin=sent):  # type: ignore[arg-type]
            pass


@asynchronous
async def test_too_large_message_ends_only_its_connection(address: Address) -> None:
    uri = f"ws://{address.host}/lsp?token={address.token}"
    async with connect(uri, origin=f"http://{address.host}") as connection:  # type: ignore[arg-type]
        await connection.send(b"x" * 29_000_000)
        await asyncio.wait_for(connection.wait_closed(), 60)
    async with connected(address) as page:
        assert (await page.request("postlint/session", {}))["text"] == ""


def test_server_listens_on_this_machine_only(address: Address) -> None:
    assert address.host.startswith("127.0.0.1:")


def test_file_in_a_missing_folder_is_an_error(tmp_path: Path, postlint: Postlint) -> None:
    result = postlint("write", "--no-browser", tmp_path / "missing" / "post.md")
    assert result.exit_code == 2
    assert "create it first" in result.stderr


# Findings and reports


@asynchronous
async def test_findings_and_report_of_a_draft(address: Address) -> None:
    async with connected(address) as page:
        uri = await page.open(f"🥚 {SELF_FOCUSED}")
        published = await page.wait_for("textDocument/publishDiagnostics")
        assert [one["code"] for one in published["diagnostics"]] == ["self-focused"]
        post = await page.report(uri)
        assert (post["verdict"], post["relevant"]) == ("only about you", False)
        first = post["sentences"][0]
        # The egg takes two units of UTF-16.
        assert first["range"]["start"] == {"line": 0, "character": 0}
        assert first["range"]["end"]["character"] == len("🥚 I am so proud of myself.") + 1
        assert first["about"] == "author"
        met = {test["test"]: [item["met"] for item in test["items"]] for test in post["checklist"]}
        assert (met["Interest"], met["Interaction"], met["Return"]) == ([False], [False], [True])
        assert len(post["questions"]) == 2


@asynchronous
async def test_two_pages_have_drafts_of_their_own(address: Address) -> None:
    async with connected(address) as one, connected(address) as other:
        uri = await one.open(SELF_FOCUSED)
        assert await other.open(GOOD) == uri
        assert (await one.report(uri))["verdict"] == "only about you"
        assert (await other.report(uri))["verdict"] is None


@asynchronous
async def test_report_of_an_empty_draft_asks_questions(address: Address) -> None:
    async with connected(address) as page:
        post = await page.report(await page.open(""))
        assert len(post["questions"]) == 5
        assert post["notices"] == []


@asynchronous
async def test_report_of_another_language_has_no_checklist(address: Address) -> None:
    async with connected(address) as page:
        post = await page.report(
            await page.open("Wir haben heute leider geschlossen, liebe Leute.")
        )
        assert (post["checklist"], post["relevance"]) == ([], None)
        assert len(post["notices"]) == 1


@asynchronous
async def test_choosing_a_platform_checks_again(address: Address) -> None:
    async with connected(address) as page:
        uri = await page.open(GOOD)
        assert (await page.report(uri))["platform"] is None
        settings = {"settings": {"platform": "x"}}
        await page.notify("workspace/didChangeConfiguration", settings)
        assert (await page.report(uri))["platform"] == "x"


@asynchronous
async def test_report_previews_each_platform(address: Address) -> None:
    text = "🥚" + " word" * 99 + " **word**"
    async with connected(address) as page:
        post = await page.report(await page.open(text))
    previews = {preview["platform"]: preview for preview in post["previews"]}
    linkedin, x, blog = previews["linkedin"], previews["x"], previews["blog"]
    assert (x["length"], x["limit"]) == (502, 280)
    # Up to 280 of X's characters: the egg counts as two, and takes two units of UTF-16.
    assert x["withinLimit"] == 280
    assert [post.rpartition(" ")[2] for post in x["thread"]] == ["1/2", "2/2"]
    assert (linkedin["visible"], linkedin["withinLimit"], linkedin["thread"]) == (211, None, [])
    assert (blog["limit"], blog["visible"]) == (None, None)
    assert (x["lost"], blog["lost"]) == (["bold and italics"], [])


@asynchronous
@pytest.mark.parametrize(
    "params", [{}, {"textDocument": None}, {"textDocument": {"uri": 3}}, {"textDocument": []}]
)
async def test_report_of_an_unknown_draft_is_empty(params: object, address: Address) -> None:
    async with connected(address) as page:
        assert await page.request("postlint/report", params) == {"error": None, "posts": []}


# Files


@asynchronous
async def test_saving_keeps_the_files_own_line_ends_and_bom(tmp_path: Path) -> None:
    draft = tmp_path / "post.md"
    draft.write_bytes("\ufeffOne.\r\n\r\nTwo.\r\n".encode())
    with writing(tmp_path, "post.md") as (address, _):
        async with connected(address) as page:
            session = await page.request("postlint/session", {})
            assert (session["name"], session["text"]) == ("post.md", "One.\n\nTwo.\n")
            saved = await page.request("postlint/save", {"text": "One.\n\nThree.\n"})
            assert saved == {"status": "saved"}
    assert draft.read_bytes() == "\ufeffOne.\r\n\r\nThree.\r\n".encode()


@asynchronous
async def test_change_of_the_file_is_reported_and_not_overwritten(tmp_path: Path) -> None:
    draft = tmp_path / "post.md"
    draft.write_text("Mine.\n")
    with serving(tmp_path, "post.md") as address:
        async with connected(address) as page:
            await page.request("postlint/session", {})
            draft.write_text("Theirs.\n")
            assert await page.wait_for("postlint/fileChanged") == {"text": "Theirs.\n"}
            unsaved = await page.request("postlint/save", {"text": "Mine, too.\n"})
            assert unsaved == {"status": "conflict", "text": "Theirs.\n"}
            assert draft.read_text() == "Theirs.\n"
            forced = await page.request("postlint/save", {"text": "Mine, too.\n", "force": True})
            assert forced == {"status": "saved"}
            assert draft.read_text() == "Mine, too.\n"


@asynchronous
async def test_other_pages_are_told_what_was_saved(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("Mine.\n")
    with serving(tmp_path, "post.md") as address:
        async with connected(address) as one, connected(address) as other:
            await one.request("postlint/save", {"text": "New.\n"})
            assert await other.wait_for("postlint/fileChanged") == {"text": "New.\n"}


@asynchronous
async def test_new_file_is_created_when_it_is_saved(tmp_path: Path) -> None:
    with serving(tmp_path, "new.md") as address:
        async with connected(address) as page:
            assert (await page.request("postlint/session", {}))["text"] == ""
            assert not (tmp_path / "new.md").exists()
            await page.request("postlint/save", {"text": "Hello.\n"})
    assert (tmp_path / "new.md").read_text() == "Hello.\n"


@asynchronous
@pytest.mark.parametrize("text", [None, 3, "\ud800"])
async def test_saving_what_is_not_a_text_fails(text: object, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("Mine.\n")
    with serving(tmp_path, "post.md") as address:
        async with connected(address) as page:
            unsaved = await page.request("postlint/save", {"text": text})
            assert unsaved["status"] == "error"
    assert (tmp_path / "post.md").read_text() == "Mine.\n"


@asynchronous
async def test_draft_without_a_file_cannot_be_saved(address: Address) -> None:
    async with connected(address) as page:
        unsaved = await page.request("postlint/save", {"text": "Hello."})
        assert unsaved == {"status": "error", "message": "there's no file to save to"}


def test_draft_file_that_is_deleted_is_unchanged(tmp_path: Path) -> None:
    draft = tmp_path / "post.md"
    draft.write_text("Mine.\n")
    file = DraftFile(draft)
    draft.unlink()
    assert file.changed_text() is None
    assert file.save("New.\n", force=False) == {"status": "saved"}
    assert draft.read_text() == "New.\n"


# Starting and stopping


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Shares.csv", "not a draft; name a file that ends in one of .md"),
        ("folder.md", "a folder"),
        ("latin.md", "not UTF-8"),
    ],
)
def test_write_refuses_what_is_no_draft(
    name: str, says: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "latin.md").write_bytes("heiß".encode("latin-1"))
    result = postlint("write", "--no-browser", name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"postlint: {name}: ")
    assert says in result.stderr


def test_write_names_a_port_that_is_in_use(address: Address, postlint: Postlint) -> None:
    port = address.host.rpartition(":")[2]
    result = postlint("write", "--no-browser", "--port", port)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"postlint: port {port} can't be used")


def test_usual_port_is_tried_first(tmp_path: Path) -> None:
    with socket() as other:
        with suppress(OSError):  # then another program uses it already
            other.bind((HOST, DEFAULT_PORT))
        with writing(tmp_path, port=None) as (address, _):
            assert address.host != f"{HOST}:{DEFAULT_PORT}"


@asynchronous
@pytest.mark.parametrize("kept", [True, False])
async def test_ctrl_c_ends_the_server(kept: bool, tmp_path: Path) -> None:
    with writing(tmp_path) as (address, process):
        async with connected(address) as page:
            await page.request("postlint/keepDrafts", {"on": kept})
            process.send_signal(signal.SIGINT)
            output, errors = await asyncio.to_thread(process.communicate, timeout=60)
        assert process.returncode == 0
        says = "Stopped." + " Your drafts are kept on this computer." * kept
        assert output.splitlines()[-1] == says
        assert errors == ""


@asynchronous
async def test_server_stops_after_the_last_page_is_closed() -> None:
    app = WriteApp(None, port=0, idle_seconds=0.2)
    started: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    stopped = loop.run_in_executor(
        None, app.run, lambda address: loop.call_soon_threadsafe(started.put_nowait, address)
    )
    host, _, token = (await started.get()).removeprefix("http://").partition("/#")
    async with connected(Address(host, token)) as page:
        await asyncio.sleep(0.5)
        assert (await page.request("postlint/session", {}))["hasFile"] is False
    await asyncio.wait_for(stopped, 60)
