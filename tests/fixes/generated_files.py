"""Generated drafts, and what must stay the same in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from postlint.document.draft import Draft, read_drafts
from postlint.document.prose import Prose
from postlint.document.source import Source, Span
from postlint.fixes import Edit
from postlint.fixes.edits import DraftParser

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


QUESTION = "What would you add?"


def reader(path: str = "a.md", split: str | None = None) -> DraftParser:
    def read(text: str) -> Sequence[Draft]:
        return read_drafts(Source(path, text), split=split)

    return read


def span_of(text: str, words: str) -> Span:
    assert text.count(words) == 1
    return Span(text.index(words), text.index(words) + len(words))


def in_order(edits: Sequence[Edit], text: str) -> bool:
    end = 0
    for edit in edits:
        if not end <= edit.span.start <= edit.span.end <= len(text):
            return False
        end = edit.span.end
    return True


SENTENCES = [
    "Had eggs for breakfast.", "You know it!", "**Bold one. Bold two.** After it.", "*You* do.",
    "See [our page](https://a.b/c). Then call.", "Fish &amp; chips, for you.",
    "A 🎉 for you 👩‍👩‍👧!",
    "Wrapped here\nand there. You too\nhave it.", "Some `code.` runs. You `use` it.",
    "“Quoted.” You said.", "1. No list. # No title. > No quote. - No item.", "#tag #more",
    "Go to https://a.b/x now. Or not.", "A <b>bold one. Two</b> thing.", "You see {{ x }} it.",
    "a\u2028b\x85c. You.",
    "Line one.  \nLine two. Three.", "back\\\nslash. You.", "![alt](a.png) You look.",
    "[ref][r] is. You.", "~~Gone. Not~~ you.", "<!-- c --> You. And.", "You[^1] know. It.",
    "don’t. e\u0301. naïve?", "\\*You\\* did.", "&#128512; and you.",
]  # fmt: skip


READ = [
    "# Title one", "Title two\n===", "Title three\n---", "- item\n- you item. two", "1. a\n2. b",
    "> quote. you", "| a | b |\n|---|---|\n| c. you | d |", "- a\n\n  para in item. You.\n- b",
    "<p>First. You.</p>", "#a #b", "[^1]: note. you", "> [!NOTE]\n> alert. You.", "- [ ] to do",
]  # fmt: skip


HIDDEN = [
    "```\ncode. you\n```", "    indented. you", "~~~\n\ncode\n\n~~~", "---", "***", "$$\nmath\n$$",
    "[r]: http://x.y",
]  # fmt: skip


JOINING = [
    "<div>\n\nInside. You.\n\n</div>",
    "https://a.b/c",
    "![i](a.png)",
    "<!-- comment -->",
    "{{ x }}",
    "<div>\nhtml\n</div>",
]


FRONT_MATTERS = ["", "", "---\ntitle: a\n---\n", "+++\n+++\n\n", "---\na: b: c\n---\n"]


MARKERS = {"---": "---", "## Post": "## Post x", "```": "```\nIn a fence. You.\n```"}


@dataclass(frozen=True)
class WrittenFile:
    """A file and how it is read."""

    text: str
    path: str
    split: str | None

    @property
    def read(self) -> DraftParser:
        return reader(self.path, self.split)

    def blocks(self) -> Iterator[tuple[int, Prose]]:
        for draft in self.read(self.text):
            yield from ((draft.ordinal, block) for block in draft.blocks)


@st.composite
def files(draw: st.DrawFn, others: Sequence[str]) -> WrittenFile:
    path, split = draw(
        st.sampled_from(
            [("a.md", None), ("a.md", None), ("a.mdx", None), ("a.txt", None), ("a.md", "---"),
             ("a.md", "## Post"), ("a.md", "```"), ("a.txt", "---")]
        )
    )  # fmt: skip
    paragraph = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
    # Plain text has no markup.
    block = paragraph | st.sampled_from([*READ, *others]) if path != "a.txt" else paragraph
    blocks = draw(st.lists(block, min_size=1, max_size=6))
    if split:
        blocks.insert(draw(st.integers(0, len(blocks))), MARKERS[split])
    text = draw(st.sampled_from(FRONT_MATTERS)) + "\n\n".join(blocks)
    text += draw(st.sampled_from(["", "\n", "\n\n", "  \n"]))
    return WrittenFile(text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))), path, split)


def words_of(drafts: Sequence[Draft]) -> Counter[str]:
    return Counter(
        word for one in drafts for block in one.blocks for word in re.findall(r"\w+", block.text)
    )


def marks_of(drafts: Sequence[Draft]) -> int:
    return sum(len(block.markup) for one in drafts for block in one.blocks)


def text_of(block: Prose, sentence: Span) -> str:
    """Return the characters of a block that are in a span of the file."""
    return "".join(
        block.text[at]
        for at in range(len(block.text))
        if sentence.start <= block.to_source(at, at + 1).start < sentence.end
    )
