"""Formats: lines and columns of findings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint.config.effective import EffectiveSettings
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.linter.linter import Linter
from postlint.rules.loader import load_rules
from tests.command import GOOD, Postlint
from tests.formatters.readers import (
    DRAFTS,
    KETTLE,
    OWN,
    PLACED,
    READ,
    Found,
    Rendered,
    cases,
    check,
    flag,
    from_json,
    put,
    shown,
)

pytestmark = pytest.mark.usefixtures("rules")


def words_at(data: bytes, found: Found, form: str) -> str:
    """Return the text of a file at a finding's location, in the format's own unit of columns."""
    text = data.decode().removeprefix("\ufeff")
    ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
    starts = [0, *ends]
    offsets = []
    for (line, column), whole in ((found.start, 0), (found.end, None)):
        start = starts[line - 1]
        stop = starts[line] if line < len(starts) else len(text)
        row = text[start:stop].rstrip("\r\n")
        if column is None:
            offsets.append(start + (len(row) if whole is None else 0))
        elif form == "rdjson":
            raw = row.encode()[: column - 1]
            assert len(raw) == column - 1
            offsets.append(start + len(raw.decode()))
        else:
            assert column - 1 <= len(row)
            offsets.append(start + column - 1)
    return text[slice(*offsets)]


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["no-bom", "bom"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("name", DRAFTS)
def test_locations_match_the_flagged_words(
    name: str, newline: str, bom: str, postlint: Postlint, tmp_path: Path,
    schema: jsonschema.Draft7Validator,
) -> None:  # fmt: skip
    data = (bom + DRAFTS[name].replace("\n", newline)).encode()
    put(tmp_path, "a.md", data)
    files = [f"--output-format={form}:{form}.out" for form in PLACED]
    findings = from_json(check(postlint, "json", "a.md", *OWN, *files))
    assert {"says-kettle", "too-short"} == {one["rule"] for one in findings}
    for form in PLACED:
        output = (tmp_path / f"{form}.out").read_text(encoding="utf-8")
        if form == "sarif":
            schema.validate(json.loads(output))
        told = list(READ[form](output))
        assert [(one.path, one.rule, one.severity) for one in told] == [
            (one["path"], one["rule"], one["severity"]) for one in findings
        ]
        for one, finding in zip(told, findings, strict=True):
            assert (one.start[0], one.end[0]) == (finding["line"], finding["end_line"])
            words = words_at(data, one, form)
            if one.start[1] is None:
                assert finding["excerpt"] in words
            else:
                assert words == finding["excerpt"]


@pytest.mark.parametrize("form", PLACED)
def test_rdjson_columns_count_bytes(form: str, postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.md", "𝒳é The kettle is on again today, is it not.\n")
    (found,) = READ[form](check(postlint, form, "a.md", *KETTLE))
    # 𝒳 is one code point, two units of UTF-16, four bytes; é one, one, two.
    assert found.start == ((1, 12) if form == "rdjson" else (1, 8))
    assert found.end == ((1, 18) if form == "rdjson" else (1, 14))


@pytest.mark.parametrize("form", PLACED)
def test_locations_in_front_matter(form: str, postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "postlint.toml", "[profile]\nplatforms = ['linkedin']\n")
    data = f"---\ntitle: 水\nplatform: mastodon  # é\n---\n{GOOD}".encode()
    put(tmp_path, "a.md", data)
    (found,) = READ[form](check(postlint, form, "a.md", "--select", "off-platform"))
    assert found.start[0] == 3
    assert words_at(data, found, form).startswith("platform: mastodon")


@pytest.mark.parametrize("form", PLACED)
def test_locations_in_a_file_of_several_posts(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    post = "The kettle is on again today, is it not.\n"
    put(tmp_path, "postlint.toml", "rules = ['own']\nsplit = '---'\n")
    put(tmp_path, "a.md", f"{post}\n---\n\n{post}")
    found = list(READ[form](check(postlint, form, "a.md", *KETTLE)))
    assert [one.start for one in found] == [(1, 5), (5, 5)]


PIECES = st.sampled_from(
    "a kettle 日本 水壶 🫖🫖 🥚 👩‍👩‍👧 𝒳 e\u0301 \u200b \t \x1b[31m \x07 \x9b ﷽ ::error:: %0A %25 "
    "| ` <script> @rosa \u202e \u2028 \x85 \x0c \ufeff".split(" ")
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    words=st.lists(PIECES, max_size=40),
    glue=st.sampled_from([" ", "", "\n"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_locations_match_the_flagged_words_in_any_text(
    words: list[str], glue: str, newline: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "rules-of-formats"
    folder.mkdir(exist_ok=True)
    flag(folder, "kettle", "水壶", "🫖🫖")
    text = f"We have a kettle here {glue.join(words)} with us.\nWe drink tea."
    text = text.replace("\n", newline)
    (report,) = Linter(EffectiveSettings(load_rules([folder / "kettle.yaml"])), jobs=1).lint(
        [Source("a.txt", text)]
    )
    assert isinstance(report, PostResult)
    assert report.findings
    for form in PLACED:
        told = list(READ[form](shown(form, report)))
        assert len(told) == len(report.findings)
        for one, finding in zip(told, report.findings, strict=True):
            if one.start[1] is None:
                assert finding.excerpt in words_at(text.encode(), one, form)
            else:
                assert words_at(text.encode(), one, form) == finding.excerpt
    assert len(cases(shown("junit", report))) == 1
    assert len(Rendered(shown("markdown", report)).rows) == len(report.findings)
