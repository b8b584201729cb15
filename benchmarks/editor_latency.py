"""Editor latency: the time from a keystroke to its findings, and memory over many edits.

python -m benchmarks.editor_latency DRAFTS [--strokes N] [--edits N]

A client connects to `postlint server` through pipes. It types a sentence into the middle of drafts,
character by character, and deletes it again. It requests the findings after each keystroke, so the
measured time is the server's own time and the time for the pipes, without any debouncing.
"""

from __future__ import annotations

import asyncio
import itertools
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import click
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from benchmarks.corpus import unpack

LENGTHS = (50, 300, 1_000, 5_000)
TYPED = " And if you run a bakery, ask your miller what the new flour costs you in March, will you?"
MEMORY_ROWS = 10


class EditorClient:
    """A language client that types into a draft."""

    def __init__(self) -> None:
        self._client = LanguageClient("typist", "1")
        self._versions = itertools.count(2)

    async def start(self) -> None:
        """Start the server and initialize the connection."""
        command = Path(sysconfig.get_path("scripts")) / "postlint"
        await self._client.start_io(str(command), "server")
        pull = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
        capabilities = types.ClientCapabilities(text_document=pull)
        await self._client.initialize_async(types.InitializeParams(capabilities))
        self._client.initialized(types.InitializedParams())

    async def open(self, path: Path, text: str) -> float:
        """Open a draft. Return the seconds until its findings arrive."""
        self._document = types.TextDocumentIdentifier(path.as_uri())
        item = types.TextDocumentItem(path.as_uri(), types.LanguageKind.Markdown, 1, text)
        start = perf_counter()
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self._request_findings()
        return perf_counter() - start

    async def close(self) -> None:
        """Close the draft."""
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(self._document))

    async def change(self, start: types.Position, end: types.Position, text: str) -> float:
        """Change the draft. Return the seconds until its findings arrive."""
        version = types.VersionedTextDocumentIdentifier(next(self._versions), self._document.uri)
        change = types.TextDocumentContentChangePartial(types.Range(start, end), text)
        begin = perf_counter()
        self._client.text_document_did_change(types.DidChangeTextDocumentParams(version, [change]))
        await self._request_findings()
        return perf_counter() - begin

    async def _request_findings(self) -> None:
        await self._client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(self._document)
        )

    def memory_mib(self) -> float:
        """Return the current memory of the server in MiB."""
        server = self._client._server
        assert server
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    async def stop(self) -> None:
        """Stop the server."""
        await self._client.shutdown_async(None)
        self._client.exit(None)
        await self._client.stop()  # type: ignore[no-untyped-call]


def build_drafts(texts: Sequence[str], words: int) -> Iterator[str]:
    """Yield drafts of about this many words: single drafts, or several joined together."""
    parts: list[str] = []
    for text in texts:
        parts.append(text)
        length = sum(len(part.split()) for part in parts)
        if length > 1.2 * words:
            parts = []
        elif length > 0.9 * words:
            yield "\n\n".join(parts)
            parts = []


def typing_position(text: str) -> types.Position:
    """Return the end of the longest line in the middle half of a text."""
    lines = text.split("\n")
    middle_lines = range(len(lines) // 4, max(len(lines) * 3 // 4, len(lines) // 4 + 1))
    line = max(middle_lines, key=lambda number: len(lines[number]))
    return types.Position(line, len(lines[line].encode("utf-16-le")) // 2)


async def type_text(client: EditorClient, position: types.Position) -> Iterator[float]:
    """Type a sentence and delete it. Return the seconds of each keystroke."""
    seconds = []
    column = position.character
    for character in TYPED:
        cursor = types.Position(position.line, column)
        seconds.append(await client.change(cursor, cursor, character))
        column += 1
    for _ in TYPED:
        previous, cursor = (
            types.Position(position.line, column - 1),
            types.Position(position.line, column),
        )
        seconds.append(await client.change(previous, cursor, ""))
        column -= 1
    return iter(seconds)


async def measure_latency(texts: Sequence[str], folder: Path, strokes: int) -> str:
    """Measure keystrokes in drafts of several lengths."""
    lines = [
        "| words | drafts | first seen (ms) | keystroke: median (ms) | 95 of 100 (ms) | worst |",
        "|---|---|---|---|---|---|",
    ]
    client = EditorClient()
    await client.start()
    await client.open(folder / "warm-up.md", "I had eggs for breakfast, and you?\n")
    await type_text(client, types.Position(0, 34))
    for words in LENGTHS:
        seconds: list[float] = []
        open_seconds = []
        for number, text in enumerate(build_drafts(texts, words)):
            open_seconds.append(await client.open(folder / f"{words}-{number}.md", text))
            seconds += await type_text(client, typing_position(text))
            await client.close()
            if len(seconds) >= strokes:
                break
        percentiles = [1000 * percentile for percentile in quantiles(seconds, n=20)]
        lines.append(
            f"| {words:,} | {len(open_seconds)} | {1000 * median(open_seconds):.0f} "
            f"| {1000 * median(seconds):.1f} | {percentiles[-1]:.1f} | {1000 * max(seconds):.1f} |"
        )
    await client.stop()
    return "\n".join(lines)


async def measure_memory(texts: Sequence[str], folder: Path, edits: int) -> str:
    """Measure memory over many edits in one draft after another."""
    lines = ["| edits | MiB |", "|---|---|"]
    client = EditorClient()
    await client.start()
    done = 0
    next_row = edits // MEMORY_ROWS
    for number, text in enumerate(itertools.cycle(build_drafts(texts, 300))):
        await client.open(folder / f"{number}.md", text)
        done += len(list(await type_text(client, typing_position(text))))
        await client.close()
        if done >= next_row:
            lines.append(f"| {done:,} | {client.memory_mib():.0f} |")
            next_row += edits // MEMORY_ROWS
        if done >= edits:
            break
    await client.stop()
    return "\n".join(lines)


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--strokes", default=2_000, show_default=True, help="Keystrokes for each length.")
@click.option(
    "--edits", default=10_000, show_default=True, help="Edits for the memory measurement."
)
def main(drafts: Path, strokes: int, edits: int) -> None:
    """Measure latency and memory while editing DRAFTS."""
    with tempfile.TemporaryDirectory() as temporary_folder:
        folder = Path(temporary_folder)
        files = unpack(drafts, folder)
        texts = [(folder / file).read_bytes().decode("utf-8", "replace") for file in files]
        texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
        print(asyncio.run(measure_latency(texts, folder, strokes)))
        print()
        print(asyncio.run(measure_memory(texts, folder, edits)))


if __name__ == "__main__":
    main()
