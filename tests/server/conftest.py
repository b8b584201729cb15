"""Servers that the tests of this folder share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.command import SELF_FOCUSED
from tests.server.bad_plugin import BadPlugin
from tests.server.editor import NEOVIM, VSCODE, Editor, editor
from tests.server.raw_client import STEADY, RawClient, Start


@pytest.fixture(scope="package")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BadPlugin]:
    """A plug-in that misbehaves if a draft asks for it."""
    plugin = BadPlugin(tmp_path_factory.mktemp("plugin"))
    yield plugin
    plugin.release_all()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers for one test."""
    started: list[RawClient] = []

    def begin(env: dict[str, str] | None = None, **options: bool) -> RawClient:
        started.append(RawClient(tmp_path, env, **options))
        return started[-1]

    yield begin
    for client in started:
        client.kill()


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace folder of the shared server."""
    return tmp_path_factory.mktemp("drafts")


@pytest.fixture(scope="package")
def shared_client(folder: Path, plugin: BadPlugin) -> Iterator[RawClient]:
    client = RawClient(folder, plugin.env)
    client.initialize(folder)
    client.open(STEADY, SELF_FOCUSED)
    yield client
    client.kill()


@pytest.fixture
def client(shared_client: RawClient) -> Iterator[RawClient]:
    """A client of the shared server, which must still work after the test."""
    shared_client.wait(lambda: shared_client.published(STEADY))
    shared_client.new_log_lines()
    yield shared_client
    assert shared_client.process.poll() is None
    assert shared_client.hover(STEADY)
    assert shared_client.unparsed == []


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def shared_neovim(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    async with editor(tmp_path_factory.mktemp("neovim"), NEOVIM) as one:
        yield one


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def shared_vscode(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    async with editor(tmp_path_factory.mktemp("vscode"), VSCODE) as one:
        yield one


@pytest.fixture
def neovim(shared_neovim: Editor, tmp_path: Path) -> Iterator[Editor]:
    """An editor that is sent diagnostics, with drafts in a folder of their own."""
    shared_neovim.folder = tmp_path
    yield shared_neovim
    shared_neovim.close_all()


@pytest.fixture
def vscode(shared_vscode: Editor, tmp_path: Path) -> Iterator[Editor]:
    """An editor that requests diagnostics, with drafts in a folder of their own."""
    shared_vscode.folder = tmp_path
    yield shared_vscode
    shared_vscode.close_all()
