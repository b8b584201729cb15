"""CPU time and memory for about 150 shapes of hostile or unusual input, at four sizes.

python -m benchmarks.stress_inputs [--only WORD] [--limit SECONDS]
"""

from __future__ import annotations

import sysconfig
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.measure import Measurement, run

SIZES = (12_000, 48_000, 95_000, 1_000_000)
"""Sizes in bytes. The last one is the maximum size of a draft."""

_MEMORY_LIMIT = 4_000
"""The memory limit of a run in MiB, which protects the machine."""

_OPENING = (
    "I help you and your team with your taxes, and this is what you should know about it. "
    "What do you think of that, and what would you do if it was your own money? "
)
"""English prose, so postlint analyzes a draft that is otherwise made of punctuation."""


@dataclass(frozen=True)
class Shape:
    """A kind of input that can be generated at any size.

    Attributes:
        name: a description of the input.
        make: returns the text for a size in bytes.
        file: the name of the file with that text.
        config: the text of a `postlint.toml` next to it.
    """

    name: str
    make: Callable[[int], str]
    file: str = "draft.md"
    config: str = ""

    def files(self, size: int) -> Mapping[str, str]:
        """Return the texts of all files, by name."""
        return {"draft.md": _OPENING, "postlint.toml": self.config, self.file: self.make(size)}


def repeat(unit: str, opening: str = _OPENING, closing: str = "") -> Callable[[int], str]:
    """Return a function that repeats a unit between an opening and a closing, up to a size."""

    def make(size: int) -> str:
        room = size - len(opening.encode()) - len(closing.encode())
        return opening + unit * max(room // len(unit.encode()), 1) + closing

    return make


def number(unit: str, opening: str = _OPENING, closing: str = "") -> Callable[[int], str]:
    """Return a function that repeats a unit with a running number, up to a size in bytes."""

    def make(size: int) -> str:
        parts = [opening]
        room = size - len(opening.encode()) - len(closing.encode())
        index = 0
        while (room := room - len((part := unit.format(index)).encode())) >= 0:
            parts.append(part)
            index += 1
        return "".join([*parts, closing])

    return make


def nest(opening: str, middle: str, closing: str) -> Callable[[int], str]:
    """Return a function that nests a text in openings and closings, up to a size in bytes."""

    def make(size: int) -> str:
        depth = max((size - len(_OPENING) - len(middle)) // len((opening + closing).encode()), 1)
        return _OPENING + opening * depth + middle + closing * depth

    return make


def _reference_links(size: int) -> str:
    count = size // 60
    links = "".join(f"You can read [the page][r{index}]. " for index in range(count))
    return links + "\n\n" + "".join(f"[r{index}]: https://e.co\n" for index in range(count))


def _footnotes(size: int) -> str:
    count = size // 60
    notes = "".join(f"You know this.[^n{index}] " for index in range(count))
    return notes + "\n\n" + "".join(f"[^n{index}]: That is a note.\n\n" for index in range(count))


def _nested_list(size: int) -> str:
    lines, length, depth = [_OPENING, ""], len(_OPENING), 0
    while length < size:
        line = "  " * (depth % 300) + "- and you"
        lines.append(line)
        length += len(line) + 1
        depth += 1
    return "\n".join(lines)[:size]


def _many_keys(size: int) -> str:
    count = size // 24
    lines = [f"no-such-key-{index:06} = 1\n" for index in range(count)]
    return "".join(lines)


_SENTENCE = "I won the prize and it was great for me. "
_QUESTION = "Why would you do that to your own clients? "
_PARAGRAPH = "You know what this is about, and so do I.\n\n"

_RUNS = (
    *"!_#>[](\"$…“*~`|\\<&;:,-=+?/@%^{}.'’",
    "’s",
    "?!",
    "...",
)
"""Characters that are each repeated at the end of a word."""

SHAPES: tuple[Shape, ...] = (
    *(Shape(f"run of {mark}", repeat(mark, _OPENING + "Wow")) for mark in _RUNS),
    Shape("run of ! in plain text", repeat("!", _OPENING + "Wow"), file="draft.txt"),
    Shape("many runs of !", repeat("Wow" + "!" * 400 + " ")),
    Shape("run of emoji", repeat("🎉", _OPENING + "Wow")),
    Shape("run of different emoji", repeat("🎉😀🚀❤️👍🏽", _OPENING + "Wow")),
    Shape("joined emoji", repeat("👩\u200d", _OPENING + "Wow ")),
    Shape("combining marks", repeat("\u0301", _OPENING + "Wo")),
    Shape("zero-width characters", repeat("\u200b", _OPENING + "Wow")),
    Shape("non-breaking spaces", repeat("\xa0", _OPENING + "Wow")),
    Shape("tabs", repeat("\t", _OPENING + "Wow", "wow")),
    Shape("blanks", repeat(" ", _OPENING + "Wow", "wow")),
    Shape("blank lines", repeat("\n", _OPENING, "You and I.")),
    Shape("CRLF only", repeat("\r\n", _OPENING, "You and I.")),
    Shape("a *b*", repeat("a *b* ")),
    Shape("a **b", repeat("a **b ")),
    Shape("a_b*c", repeat("*_a ")),
    Shape("<a", repeat("<a ")),
    Shape("<a href", repeat("<a href='")),
    Shape("<div> never closed", repeat("<div>and you\n")),
    Shape("<p> never closed", repeat("<p>and you ", _OPENING + "\n\n")),
    Shape("<!-- never closed", repeat("<!-- and you ")),
    Shape("<![CDATA[", repeat("<![CDATA[ <? ")),
    Shape("nested list", _nested_list),
    Shape("nested quotes", repeat("> ", "", "I know you and you know me.")),
    Shape("nested brackets", nest("[", "you", "]")),
    Shape("nested emphasis", nest("*a ", "you", " b*")),
    Shape("nested links", nest("[", "you", "](b)")),
    Shape("[a](b)", repeat("[a](b)")),
    Shape("![a](b)", repeat("![a](b)")),
    Shape("[a][b]", repeat("[a][b]")),
    Shape("reference links", _reference_links),
    Shape("footnotes", _footnotes),
    Shape("table with many rows", repeat("|a|you\n", _OPENING + "\n\n|a|b|\n|-|-|\n")),
    Shape(
        "table with many columns",
        lambda size: _OPENING + "\n\n" + "|a" * (size // 5) + "|\n" + "|-" * (size // 5) + "|\n",
    ),
    Shape("HTML entities", repeat("&amp;")),
    Shape("HTML entities never closed", repeat("&amp")),
    Shape("list items", repeat("- and you\n", _OPENING + "\n\n")),
    Shape("numbered headings", number("# You and {}\n\n")),
    Shape("code spans", repeat("`a` ")),
    Shape(
        "backticks of all lengths",
        lambda size: _OPENING + " ".join("`" * (1 + index % 300) for index in range(size // 153)),
    ),
    Shape("{%comment%}", repeat("{%comment%}")),
    Shape("{% highlight %} closed", repeat("{%raw%}{%highlight%}a{%endcomment%}")),
    Shape("{{", repeat("{{")),
    Shape("{{<", repeat("{{< a >")),
    Shape("{{ a }}", repeat("{{ a }} ")),
    Shape("<%", repeat("<%")),
    Shape("MDX import and blanks", repeat(" ", "import", "x\n\n" + _OPENING), file="draft.mdx"),
    Shape("MDX imports", repeat("import {\n", "", "\n\n" + _OPENING), file="draft.mdx"),
    Shape("MDX import lines", repeat("import a,\n", "", "\n\n" + _OPENING), file="draft.mdx"),
    Shape("MDX exports", repeat("export const a = 1\n\n"), file="draft.mdx"),
    Shape("JSX braces", repeat("{"), file="draft.mdx"),
    Shape("JSX braces closed", nest("{", "a", "}"), file="draft.mdx"),
    Shape("JSX tags", repeat("<A b={c}>"), file="draft.mdx"),
    Shape("JSX quotes", repeat("<A b='"), file="draft.mdx"),
    Shape("one-letter words", repeat("a I ")),
    Shape("one giant word", repeat("a", _OPENING)),
    Shape("one giant word of capitals", repeat("A", _OPENING)),
    Shape("giant word with hyphens", repeat("you-and-", _OPENING)),
    Shape("giant word with dots", repeat("you.and.I.", _OPENING)),
    Shape("giant word with underscores", repeat("you_and_", _OPENING)),
    Shape("one giant line", repeat("and you know that I was there with the team ")),
    Shape("one-word lines", repeat("you\n")),
    Shape("one-word paragraphs", repeat("you\n\n")),
    Shape("lines with CR only", repeat("and you\r")),
    Shape(
        "long paragraphs",
        repeat("You and I know that this is what the team was for. " * 40 + "\n\n"),
    ),
    Shape("questions", repeat("Why? ")),
    Shape("questions to the reader", repeat(_QUESTION)),
    Shape("sentences", repeat(_SENTENCE)),
    Shape("short sentences", repeat("I won. ")),
    Shape("different words", number("you and w{} ")),
    Shape("hashtags", repeat("#you ")),
    Shape("mentions", repeat("@you ")),
    Shape("URLs", repeat("https://e.co/a ")),
    Shape("giant URL", repeat("a", _OPENING + "https://e.co/")),
    Shape("giant URL with brackets", repeat("(", _OPENING + "https://e.co/")),
    Shape("www.", repeat("www.")),
    Shape("e-mail addresses", repeat("you@e.co ")),
    Shape("shortcodes", repeat(":tada:")),
    Shape("quotations", repeat('"You and I know it," she said. ')),
    Shape("curly quotations", repeat("“You and I know it,” she said. ")),
    Shape("quotations never closed", repeat('and "you know it ')),
    Shape("apostrophes", repeat("it's ")),
    Shape("dates", repeat("on 2024-05-01, ")),
    Shape("numbers", repeat("and 1 ")),
    Shape("money", repeat("and $1,000 or 5% ")),
    Shape("giant number", repeat("1", _OPENING)),
    Shape("giant number with commas", repeat("1,", _OPENING)),
    Shape("exclamations", repeat("You did it! ")),
    Shape("capitals", repeat("YOU AND I KNOW THIS. ")),
    Shape("pseudo-bold", repeat("𝘆𝗼𝘂 𝗮𝗻𝗱 𝗜 ")),
    Shape("Chinese", repeat("你好吗")),
    Shape("Arabic", repeat("مرحبا بكم ")),
    Shape("mixed scripts", repeat("you and 你好 مرحبا ")),
    Shape("engagement bait", repeat("Comment YES below if you agree, and tag a friend! ")),
    Shape("hard sell", repeat("Buy now! Limited offer, sign up today. ")),
    Shape("boasts", repeat("I am so humbled and honored to be named the best. ")),
    Shape("events", repeat("Join us on May 5 at the fair. ")),
    Shape("features", repeat("Our new platform has AI and a dashboard. ")),
    Shape(
        "one ignore comment with many names",
        number("n{} ", _OPENING + "\n\n<!-- postlint-ignore ", "-->\n\nAnd you?"),
    ),
    Shape(
        "one ignore comment with many real names",
        repeat("no-question ", _OPENING + "\n\n<!-- postlint-ignore ", "-->\n\nAnd you?"),
    ),
    Shape("ignore comments", repeat("<!-- postlint-ignore -->\n\nI won it.\n\n")),
    Shape("ignore comments in one line", repeat("<!-- postlint-ignore no-question --> and you ")),
    Shape("ignore comments that don't exist", number("<!-- postlint-x{} -->\n\nand you\n\n")),
    Shape(
        "enable comments",
        number("<!-- postlint-enable n{} -->\n\n", _OPENING + "\n\n<!-- postlint-disable -->\n\n"),
    ),
    Shape("disable comments", repeat("<!-- postlint-disable self-focused -->\n\nI won.\n\n")),
    Shape(
        "disable with many names, enable one by one",
        lambda size: (
            _OPENING
            + "\n\n<!-- postlint-disable "
            + " ".join(f"n{i}" for i in range(size // 50))
            + " -->\n\n"
            + "".join(f"<!-- postlint-enable n{i} -->\n\n" for i in range(size // 50))
        ),
    ),
    Shape("front matter with many keys", number("key{}: a\n", "---\n", f"---\n{_OPENING}")),
    Shape("front matter never closed", number("key{}: a\n", "---\n")),
    Shape("posts divided by ---", repeat("You and I won it.\n\n---\n\n"), config='split = "---"'),
    Shape(
        "posts below headings",
        repeat("## Post\n\nYou and I won it.\n\n"),
        config='split = "## Post"',
    ),
    Shape("lines of fences", repeat("```\nyou\n```\n")),
    Shape("fence never closed", repeat("you\n", _OPENING + "\n\n```\n")),
    Shape("sentences in plain text", repeat(_SENTENCE), file="draft.txt"),
    Shape("paragraphs in plain text", repeat(_PARAGRAPH), file="draft.txt"),
    Shape("plain lines", repeat("I won it, and so did you\n"), file="draft.txt"),
    Shape("configuration of unknown keys", _many_keys, file="postlint.toml"),
)


def measure(shape: Shape, size: int, limit: int) -> Measurement:
    """Check one shape at one size in a separate process, on one core."""
    command = Path(sysconfig.get_path("scripts")) / "postlint"
    single_thread = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS")}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in shape.files(size).items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        draft = shape.file if shape.file.startswith("draft") else "draft.md"
        return run(
            [command, "check", "--no-cache", "--jobs", "1", draft],
            cwd=Path(folder),
            environment=single_thread,
            cpu_limit=limit,
            memory_limit=_MEMORY_LIMIT,
        )


@click.command()
@click.option("--only", default="", help="Only shapes with this in their name.")
@click.option("--limit", default=60, show_default=True, help="CPU seconds that a run may take.")
@click.option("--size", "sizes", type=int, multiple=True, help="Bytes; repeat for several.")
def main(only: str, limit: int, sizes: tuple[int, ...]) -> None:
    """Measure CPU time and memory for each shape."""
    sizes = sizes or SIZES
    titles = [f"{size // 1000} KB" for size in sizes]
    print(
        "| shape | "
        + " | ".join(f"{title}: s" for title in titles)
        + " | "
        + " | ".join(f"{title}: MiB" for title in titles)
        + " |"
    )
    print("|---" * (1 + 2 * len(sizes)) + "|")
    for shape in SHAPES:
        if only not in shape.name:
            continue
        seconds: list[str] = []
        memory: list[str] = []
        for size in sizes:
            if seconds and seconds[-1].startswith(("over", "–")):
                seconds.append("–")
                memory.append("–")
                continue
            measurement = measure(shape, size, limit)
            has_ended = (
                measurement.status in (0, 1, 2) and "internal-error" not in measurement.output
            )
            seconds.append(f"{measurement.cpu:.1f}" if has_ended else f"over {measurement.cpu:.0f}")
            memory.append(f"{measurement.memory_mib:.0f}")
        name = shape.name.replace("|", r"\|").replace("`", "backtick")
        print(f"| {name} | " + " | ".join([*seconds, *memory]) + " |", flush=True)


if __name__ == "__main__":
    main()
