"""Changes to an input that are likely to hurt: the same seed gives the same input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

TOKENS: tuple[bytes, ...] = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        # Line ends, blanks, and characters that don't show.
        "\n", "\r\n", "\r", "\n\n", "\t", " ", "\u00a0", "\u2028", "\u200b", "\u200d", "\ufeff",
        "\u202e", "\u2066", "\x00", "\x07", "\x1b[31m", "\x1b]0;title\x07", "\x85", "\x9b31m",
        # Emoji, letters of other scripts, marks.
        "👩‍💻", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "❤️", "🙌🏽", "🔥", "𝗪𝗲 𝘄𝗼𝗻", "ｗｅ", "e\u0301",
        "\u0301" * 9, "ß", "İ", "ﬁ", "你好，世界", "Привет", "مرحبا", "\ud800",
        # Prose.
        "We won an award. ", "Which form did you get?", "Comment YES", "I ", "you ", "our clients ",
        "“We won,” ", "‘No.’ ", "Fig. 3 ", "U.S. ", "https://example.com/?q=1 ", "#tag ", "@name ",
        "1/ ", "(2/7)", "£10", ".csv", "?!", "…", "!" * 40, "_" * 40, "?" * 40, "\"" * 9,
        # Markdown, HTML, templates.
        "# ", "## Post 2\n", "---\n", "***\n", "```\n", "~~~x\n", "> ", "> [!TIP] Title\n", "- ",
        "1. ", "    ", "**", "*", "_", "`", "[", "](x)", "![](y)", "[^1]", "[^1]: ",
        "|a|b|\n|-|-|\n",
        "<p>", "</p>", "<!--", "-->", "<a href=\"", "<br", "&amp;", "&#0;", "&#x1F600;", "&",
        "{%", "%}", "{{", "}}", "{{<", ">}}", "<%", "%>", "{% comment %}", "{% endcomment %}",
        "{/*",
        "*/}", "{", "}", "import x from 'y'\n", "export const a = 1\n", "<Tip a={", "{.lead}",
        ":::tip\n", "%%", "[[a|b]]", "![[c]]", "$$", "!!! note\n", "[TOC]\n", "*[AB]: c\n", "==",
        "++",
        # Front matter, YAML, TOML, JSON.
        "---yaml\n", "---json\n", "+++\n", ";;;\n", "...\n", "title: ", "date: ", "platform: x\n",
        "postlint: false\n", "postlint: {ignore: [self-focused]}\n", "draft: true\n", ": ", "&a ",
        "*a",
        "!!python/object:os.system ", "!!binary ", "!!set ", "<<: ", "? ", "[" * 60, "{a: " * 40,
        "|\n ",
        ">-\n ", "0x" + "f" * 200, "9" * 400, "1:" * 40 + "1", "1e999999", ".inf", "0o7",
        "2026-13-45",
        "0000-00-00", "9999-12-31T23:59:60Z", "null", "true", "[rule.too-long]\n",
        "[[overrides]]\n",
        "a.b.c.d = 1\n", "'''", '"""', "\\u0000", "\\ud800", "\\", "\"", "'", "=", ",", ";",
        # Suppressions.
        "<!-- postlint-ignore self-focused -->\n", "<!-- postlint-disable -->\n",
        "<!-- postlint-enable no-question -->\n", "<!-- postlint-ignore-file -->\n",
        "<!-- postlint-ignore " + "a " * 40 + "-->\n", " -- a reason ",
        # Patterns, numbers, sizes.
        "**/", "*a*a*a*a*b", "[!a-z]", "../", "/dev/zero", "~", "-1", "0", "1e308", "65536",
        "Content-Length: 5\r\n\r\n", '"id": ', '"method": ', '"params": {}', '"line": -1',
    )
)  # fmt: skip

_Change = Callable[[bytes, Random, Sequence[bytes]], bytes]


def _place(data: bytes, random: Random) -> int:
    return random.randint(0, len(data))


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    start = _place(data, random)
    return start, min(len(data), start + int(random.expovariate(1 / 20)) + 1)


def _insert(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    place = _place(data, random)
    return data[:place] + random.choice(TOKENS) + data[place:]


def _insert_at_line(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    lines.insert(random.randint(0, len(lines)), random.choice(TOKENS))
    return b"".join(lines)


def _repeat(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    place = _place(data, random)
    return data[:place] + random.choice(TOKENS) * random.choice((2, 9, 40, 200)) + data[place:]


def _delete(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def _duplicate(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, random)
    return data[:end] + data[start:end] * random.randint(1, 8) + data[end:]


def _move_line(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        lines.insert(random.randint(0, len(lines)), lines.pop(random.randrange(len(lines))))
    return b"".join(lines)


def _cut(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    return data[: _place(data, random)]


def _flip(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _number in range(random.randint(1, 4)):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _replace(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + random.choice(TOKENS) + data[end:]


def _line_ends(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b" ", b"\xe2\x80\xa8")))


def _splice(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    return data[: _place(data, random)] + other[_place(other, random) :]


_CHANGES: tuple[_Change, ...] = (
    _insert, _insert, _insert_at_line, _insert_at_line, _repeat, _delete, _duplicate, _move_line,
    _cut, _flip, _replace, _line_ends, _splice,
)  # fmt: skip


def mutate(seeds: Sequence[bytes], random: Random) -> bytes:
    """Return one of the seeds with one to six changes."""
    data = random.choice(seeds)
    for _ in range(random.randint(1, 6)):
        data = random.choice(_CHANGES)(data, random, seeds)
    return data
