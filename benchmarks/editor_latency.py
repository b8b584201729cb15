"""What a key stroke in an editor costs: time until the findings are there; memory in the long run.

python -m benchmarks.editor_latency DRAFTS [--strokes N] [--edits N]

A real client talks with `postlint server` through pipes. It types a sentence into the middle of
drafts, letter by letter, and takes it away again. It asks for the findings after each key stroke,
so no pause is waited for; what it measures is all of the server's own time, the pipes included.
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
MARKS = 10


class EditorClient:
    """A client that types into one draft."""

    def __init__(self) -> None:
        self._client = LanguageClient("typist", "1")
        self._versions = itertools.count(2)

    async def start(self) -> None:
        """Start the server and agree on what it may do."""
        command = Path(sysconfig.get_path("scripts")) / "postlint"
        await self._client.start_io(str(command), "server")
        pull = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
        capabilities = types.ClientCapabilities(text_document=pull)
        await self._client.initialize_async(types.InitializeParams(capabilities))
        self._client.initialized(types.InitializedParams())

    async def open(self, path: Path, text: str) -> float:
        """Open a draft; return the seconds until its findings are there."""
        self._document = types.TextDocumentIdentifier(path.as_uri())
        item = types.TextDocumentItem(path.as_uri(), types.LanguageKind.Markdown, 1, text)
        start = perf_counter()
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self._findings()
        return perf_counter() - start

    async def close(self) -> None:
        """Close the draft."""
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(self._document))

    async def change(self, start: types.Position, end: types.Position, text: str) -> float:
        """Change the draft; return the seconds until its findings are there."""
        version = types.VersionedTextDocumentIdentifier(next(self._versions), self._document.uri)
        change = types.TextDocumentContentChangePartial(types.Range(start, end), text)
        begin = perf_counter()
        self._client.text_document_did_change(types.DidChangeTextDocumentParams(version, [change]))
        await self._findings()
        return perf_counter() - begin

    async def _findings(self) -> None:
        await self._client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(self._document)
        )

    def memory_mib(self) -> float:
        """Return the memory that the server has now."""
        server = self._client._server
        assert server
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    async def end(self) -> None:
        """End the server."""
        await self._client.shutdown_async(None)
        self._client.exit(None)
        await self._client.stop()  # type: ignore[no-untyped-call]


def build_drafts(texts: Sequence[str], words: int) -> Iterator[str]:
    """Yield drafts of about so many words: drafts as they are, or several put together."""
    text: list[str] = []
    for one in texts:
        text.append(one)
        length = sum(len(part.split()) for part in text)
        if length > 1.2 * words:
            text = []
        elif length > 0.9 * words:
            yield "\n\n".join(text)
            text = []


def typing_position(text: str) -> types.Position:
    """Return the end of the longest line in the middle half of a text."""
    lines = text.split("\n")
    inside = range(len(lines) // 4, max(len(lines) * 3 // 4, len(lines) // 4 + 1))
    line = max(inside, key=lambda number: len(lines[number]))
    return types.Position(line, len(lines[line].encode("utf-16-le")) // 2)


async def type_text(client: EditorClient, place: types.Position) -> Iterator[float]:
    """Type a sentence and take it away; return the seconds of each key stroke."""
    taken = []
    at = place.character
    for letter in TYPED:
        here = types.Position(place.line, at)
        taken.append(await client.change(here, here, letter))
        at += 1
    for _ in TYPED:
        before, here = types.Position(place.line, at - 1), types.Position(place.line, at)
        taken.append(await client.change(before, here, ""))
        at -= 1
    return iter(taken)


async def measure_latency(texts: Sequence[str], folder: Path, strokes: int) -> str:
    """Measure key strokes in drafts of some lengths."""
    lines = [
        "| words | drafts | first seen (ms) | key stroke: median (ms) | 95 of 100 (ms) | worst |",
        "|---|---|---|---|---|---|",
    ]
    client = EditorClient()
    await client.start()
    await client.open(folder / "warm-up.md", "I had eggs for breakfast, and you?\n")
    await type_text(client, types.Position(0, 34))
    for words in LENGTHS:
        taken: list[float] = []
        opened = []
        for number, text in enumerate(build_drafts(texts, words)):
            opened.append(await client.open(folder / f"{words}-{number}.md", text))
            taken += await type_text(client, typing_position(text))
            await client.close()
            if len(taken) >= strokes:
                break
        cuts = [1000 * cut for cut in quantiles(taken, n=20)]
        lines.append(
            f"| {words:,} | {len(opened)} | {1000 * median(opened):.0f} "
            f"| {1000 * median(taken):.1f} | {cuts[-1]:.1f} | {1000 * max(taken):.1f} |"
        )
    await client.end()
    return "\n".join(lines)


async def memory(texts: Sequence[str], folder: Path, edits: int) -> str:
    """Measure memory over many edits: words never seen before, in draft after draft."""
    lines = ["| edits | MiB |", "|---|---|"]
    client = EditorClient()
    await client.start()
    done = 0
    mark = edits // MARKS
    for number, text in enumerate(itertools.cycle(build_drafts(texts, 300))):
        await client.open(folder / f"{number}.md", text)
        done += len(list(await type_text(client, typing_position(text))))
        await client.close()
        if done >= mark:
            lines.append(f"| {done:,} | {client.memory_mib():.0f} |")
            mark += edits // MARKS
        if done >= edits:
            break
    await client.end()
    return "\n".join(lines)


@click.command()
@click.argument("drafts", type=click.Path(exists=True, path_type=Path))
@click.option("--strokes", default=2_000, show_default=True, help="Key strokes for each length.")
@click.option("--edits", default=10_000, show_default=True, help="Edits to watch memory over.")
def main(drafts: Path, strokes: int, edits: int) -> None:
    """Measure what editing costs, on DRAFTS."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = unpack(drafts, folder)
        texts = [(folder / file).read_bytes().decode("utf-8", "replace") for file in files]
        texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
        print(asyncio.run(measure_latency(texts, folder, strokes)))
        print()
        print(asyncio.run(memory(texts, folder, edits)))


if __name__ == "__main__":
    main()
