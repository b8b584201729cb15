"""A page of another site in the same browser gets nothing from the page of `postlint write`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.audit.html.browser import expect
from tests.command import GOOD
from tests.web.page_helpers import REBOUND, Open, text_of, write
from tests.web.write_process import Address, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = """<!doctype html><title>hostile</title><body><script>
async function read(path, mode) {
    return (await fetch("http://HOST" + path, { mode })).text();
}
async function attempt(run) {
    try {
        return String(await run());
    } catch (error) {
        return "refused";
    }
}
function socket(path) {
    return new Promise((resolve, reject) => {
        const opened = new WebSocket("ws://HOST" + path);
        opened.onopen = () => resolve("opened");
        opened.onerror = () => reject(new Error("refused"));
    });
}
function frame() {
    return new Promise((resolve, reject) => {
        const inside = document.createElement("iframe");
        inside.src = "http://HOST/#TOKEN";
        inside.onload = () => {
            try {
                resolve(inside.contentDocument.body.textContent);
            } catch (error) {
                reject(error);
            }
        };
        document.body.append(inside);
    });
}
async function popup() {
    const opened = window.open("http://HOST/");
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (opened.closed) {
        throw new Error("the page cut the connection");
    }
    return opened.document.body.textContent;
}
const channel = new BroadcastChannel("postlint-token");
let heard = "";
channel.onmessage = ({ data }) => { heard = data; };
(async () => {
    const results = {
        fetched: await attempt(() => read("/", "cors")),
        script: await attempt(() => read("/page.js", "cors")),
        opaque: await attempt(() => read("/", "no-cors")),
        socket: await attempt(() => socket("/lsp")),
        stolen: await attempt(() => socket("/lsp?token=TOKEN")),
        framed: await attempt(frame),
        popup: await attempt(popup),
        stored: String(localStorage.length),
        heard,
    };
    window.results = results;
})();
</script>"""


@contextmanager
def site(html: str) -> Iterator[str]:
    """Serve a page at another address of this machine until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    with serving(tmp_path_factory.mktemp("writing")) as address:
        yield address


def test_page_of_another_site_gets_nothing(address: Address, open_page: Open) -> None:
    page = open_page(address)
    write(page, GOOD)
    # Even with the token, which the site can't know.
    html = HOSTILE.replace("HOST", address.host).replace("TOKEN", address.token)
    with site(html) as url:
        other = page.context.new_page()
        other.goto(url)
        other.wait_for_function("window.results", timeout=20_000)
        results = other.evaluate("window.results")
    assert GOOD[:20] not in str(results)
    assert address.token not in str(results)
    assert results == {
        "fetched": "refused", "script": "refused", "opaque": "refused", "socket": "refused",
        "stolen": "refused", "framed": "refused", "popup": "refused", "stored": "0", "heard": "",
    }  # fmt: skip
    assert text_of(page) == GOOD
    expect(page.locator("#lost")).to_be_hidden()


def test_name_of_another_site_for_this_machine_is_refused(
    address: Address, browser: Browser
) -> None:
    """DNS rebinding: the browser asks this machine, and believes that it's the other site."""
    page = browser.new_page()
    port = address.host.rpartition(":")[2]
    response = page.goto(f"http://{REBOUND}:{port}/#{address.token}")
    assert response is not None
    assert response.status == 403
    assert page.locator("script").count() == 0
    page.close()
