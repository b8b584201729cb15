"""Tests of all forms of metadata at the top of a draft, of look-alikes, and of positions below."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.config.effective import EffectiveSettings
from postlint.diagnostics.result import PostResult
from postlint.document.draft import read_draft
from postlint.document.source import Source, Span
from postlint.linter.linter import Linter

BODY = "Ask your bank for the short form before you sign."

FORMS = {
    "Pelican": "Title: The form\nDate: 2026-03-02\nCategory: Our firm\nPlatform: linkedin\n\n",
    "MultiMarkdown": "title:  The form\nAuthor: Ann\n    and Ben\nplatform: linkedin\n\n",
    "Hexo": "title: The form\nplatform: linkedin\n---\n",
    "one key": "Platform: linkedin\n\n",
    "YAML": "---\ntitle: The form\nplatform: linkedin\n---\n",
    "YAML in capitals": "---\nTitle: The form\nPlatform: LinkedIn\n---\n",
    "YAML after a blank line": "\n\n---\nplatform: linkedin\n---\n",
    "YAML after a second BOM": "\ufeff---\nplatform: linkedin\n---\n",
    "YAML after a comment": "<!-- draft, not final -->\n---\nplatform: linkedin\n---\n",
    "YAML with blank lines": "---\n\ntitle: The form\n\nplatform: linkedin\n\n---\n",
    "---yaml": "---yaml\nplatform: linkedin\n---\n",
    "--- YAML": "--- YAML\nplatform: linkedin\n---\n",
    "---toml": "---toml\nplatform = 'linkedin'\n---\n",
    "TOML": "+++\nplatform = 'linkedin'\n+++\n",
    "---json": '---json\n{"platform": "linkedin"}\n---\n',
    ";;;": ';;;\n"title": "The form",\n"platform": "linkedin"\n;;;\n',
    ";;; with braces": ';;;\n{"platform": "linkedin"}\n;;;\n',
    "JSON": '{\n  "title": "The form",\n  "platform": "linkedin"\n}\n',
    "JSON in one line": '{"title": "The form", "platform": "linkedin"}\n\n',
    "a key with emoji": "---\ntitle: 🎉 é\u2028\nplatform: linkedin\n---\n",
    "not closed": "---\ntitle: The form\nplatform: linkedin\n\n",
    "TOML not closed": "+++\nplatform = 'linkedin'\n\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("form", FORMS)
def test_metadata_forms_are_read_and_not_prose(form: str, end: str) -> None:
    text = (FORMS[form] + BODY).replace("\n", end)
    draft = read_draft(Source("a.md", text))
    assert draft.platform == "linkedin"
    assert [block.text for block in draft.blocks] == [BODY]
    place = draft.front_matter.span_of_key(draft.source, "platform")
    assert "linkedin" in text[place.start : place.end].lower()
    closed = "closed" not in form
    assert (draft.front_matter.error is None) is closed


@given(
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.text("ab éß🎉\u2028*_", min_size=1, max_size=20).map(lambda text: f"x{text}x"),
)
def test_positions_below_metadata_are_exact(form: str, end: str, words: str) -> None:
    head = FORMS[form].replace("\n", end)
    text = f"{head}{words}{end}{end}Ask."
    for block in read_draft(Source("a.md", text)).blocks:
        span = block.to_source(0, len(block.text))
        assert span.start >= len(head)
        if block.text == "Ask.":
            assert span == Span(len(text) - 4, len(text))


PROSE = {
    "a tip": "Tip: we won an award.\n\nMore.",
    "a note": "Note: hi\n\nMore.",
    "a dialogue": "Anna: hi\nBen: hello\n\nMore.",
    "an event": "Date: Friday\nTime: ten\nPlace: our office\n\nMore.",
    "a summary": "Summary: we won an award today.\n\nMore.",
    "a status": "Status: it's complicated with my bank.\n\nMore.",
    "a heading": "Title: The form\n# More",
    "no blank line": "Title: The form\nAsk your bank.\n\nMore.",
    "a link": "https://example.com/a\n\nMore.",
    "posts between breaks": "---\n\n**Post 1**\n\nTip: we won an award.\n\n---\n\nMore.",
    "a tip between breaks": "---\n\nTip: we won an award.\n\n---\n\nMore.",
    "a tip close to breaks": "---\nTip: we won an award. We are proud.\n---\nMore.",
    "an event between breaks": "---\n\nDate: Friday\nTime: ten\nPlace: here\n\n---\nMore.",
    "a heading between breaks": "---\n\n# Post 1\n\n---\n\nMore.",
    "a label below a heading": "---\n## Post 1\n\nWe won: hooray.\n---\nMore.",
    "a list between breaks": "---\n\n- Ask: your bank\n- Sign\n\n---\n\nMore.",
    "a break far below": "---\n\nAsk your bank.\n\n" + "Word.\n\n" * 3_000 + "---\n\nMore.",
    "a brace": "{name}, ask your bank.\n\nMore.",
    "MDX": "{/* a comment */}\n\nMore.",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_with_colons_is_not_front_matter(name: str) -> None:
    draft = read_draft(Source("a.md", PROSE[name]))
    front_matter = draft.front_matter
    assert (dict(front_matter.values), front_matter.error) == ({}, None)
    assert front_matter.span == Span(0, 0)
    assert any("More" in block.text for block in draft.blocks)


@pytest.mark.parametrize(
    ("text", "error", "prose"),
    [
        ("---\ntitle: x\n\nAsk.\n\n---\n\nMore.", "isn't closed (add `---` after line 2)", "Ask."),
        ("---\ntitle: x\n--\n\nAsk.", "isn't closed", "Ask."),
        ('{\n  "title": x\n}\nAsk.', "isn't valid JSON (line 2", "Ask."),
        ('{ "title": x\n\nAsk.', "isn't valid JSON (line 1", "Ask."),
        ("---json\n{\n---\nAsk.", "isn't valid JSON", "Ask."),
        ("---\n- a\n---\nAsk.", "isn't a set of keys", "Ask."),
    ],
)
def test_broken_front_matter_does_not_hide_prose(text: str, error: str, prose: str) -> None:
    draft = read_draft(Source("a.md", text))
    (notice,) = draft.notices
    assert error in notice
    assert prose in [block.text for block in draft.blocks]


def test_duplicate_key_has_a_notice() -> None:
    draft = read_draft(Source("a.md", f"---\nplatform: x\ntitle: a\nplatform: blog\n---\n{BODY}"))
    assert draft.notices == (
        "`platform` is in the front matter twice (line 4); postlint uses the last one",
    )


def test_suppression_comment_above_front_matter_works() -> None:
    text = f"<!-- postlint-ignore-file no-such-rule -->\n---\nplatform: x\n---\n{BODY}"
    setting = EffectiveSettings((), known_rule_ids=("no-question",))
    (report,) = Linter(setting, jobs=1).lint([Source("a.md", text)])
    assert isinstance(report, PostResult)
    assert [finding.message for finding in report.findings] == ["Unknown rule `no-such-rule`."]
