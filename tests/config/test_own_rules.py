"""Rules of one's own: files that a configuration names, extended rules, and the generic checks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from postlint.config.effective import EffectiveSettings
from postlint.config.provider import FixedSettings
from postlint.core.errors import PostlintError
from postlint.diagnostics.finding import Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.linter.linter import Linter
from postlint.linter.rule_examples import find_in_examples
from postlint.rules.loader import add_rules, builtin_rules, load_rules
from postlint.rules.rule import Example, Rule
from tests.command import ASKS_NOTHING, GOOD, Postlint, write

JSON = ("--output-format", "json")
SCOPES = ("post", "block", "sentence", "opening", "closing")
BASE: dict[str, Any] = {
    "id": "own", "category": "form", "scope": "sentence", "severity": "info", "check": "phrases",
    "options": {"phrases": ["kettle"]}, "message": "m", "help": "h", "why": "w",
    "bad": [], "good": [],
}  # fmt: skip


def put(path: Path, content: str | dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


def load(folder: Path, *, known: tuple[Rule, ...] = (), **changes: Any) -> Rule:
    path = put(folder / "own.yaml", {**BASE, **changes})
    (rule,) = load_rules([path], known=known)
    return rule


def run(
    folder: Path, text: str, *, name: str = "draft.md", platform: str | None = None, **changes: Any
) -> list[Finding]:
    """Return what a rule of one's own finds; each excerpt must be what stands at its place."""
    rule = load(folder, **changes)
    (report,) = Linter(FixedSettings(EffectiveSettings([rule], platform=platform)), jobs=1).lint(
        [Source(name, text)]
    )
    assert isinstance(report, PostResult)
    for finding in report.findings:
        assert finding.rule == "own", finding.message
        assert finding.excerpt == cut(text, finding)
    return list(report.findings)


def cut(text: str, finding: Finding) -> str:
    """Cut a finding's place out of a text by its lines and columns, the way an editor would."""
    rows = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text)
    start, end = finding.start, finding.end
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    return text[starts[start.line - 1] + start.column - 1 : starts[end.line - 1] + end.column - 1]


def excerpts(*args: Any, **more: Any) -> list[str]:
    return [finding.excerpt for finding in run(*args, **more)]


# By configuration


def test_files_and_folders_that_a_configuration_names(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own" / "deep" / "a.yaml", {**BASE, "id": "a"})
    put(tmp_path / "own" / "b.yml", {**BASE, "id": "b"})
    put(tmp_path / "own" / "notes.txt", "no rule")
    put(tmp_path / "c.yaml", {**BASE, "id": "c"})
    put(tmp_path / "unnamed.yaml", {**BASE, "id": "d"})
    put(tmp_path / "postlint.toml", "rules = ['own', 'c.yaml', './c.yaml']\n")
    write(tmp_path, tea=f"The kettle is on. {GOOD}")
    result = postlint("check", "tea.md", *JSON, "--select", "a,b,c")
    (post,) = json.loads(result.stdout)["posts"]
    assert [(one["rule"], one["excerpt"], one["column"]) for one in post["findings"]] == [
        ("a", "kettle", 5),
        ("b", "kettle", 5),
        ("c", "kettle", 5),
    ]
    assert postlint("check", "tea.md", "--select", "d").exit_code == 2


def test_own_rules_are_configured_like_others(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", BASE)
    write(tmp_path, tea=f"The pan is on. The kettle is on. {GOOD}")
    for settings, found in (
        ("", [("info", "kettle")]),
        ("severity = 'error'", [("error", "kettle")]),
        ("enabled = false", []),
        ("phrases = ['pan']", [("info", "pan")]),
    ):
        put(tmp_path / "postlint.toml", f"rules = ['own.yaml']\n[rule.own]\n{settings}\n")
        (post,) = json.loads(postlint("check", "tea.md", *JSON).stdout)["posts"]
        assert [
            (one["severity"], one["excerpt"]) for one in post["findings"] if one["rule"] == "own"
        ] == found


def test_an_option_of_an_own_rule_is_checked(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", BASE)
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n[rule.own]\nphrase = ['pan']\n")
    result = postlint("rules")
    assert result.exit_code == 2
    assert result.stderr == (
        f"postlint: {tmp_path / 'postlint.toml'}:3:1: "
        "unknown key `phrase` (did you mean `phrases`?)\n"
    )


# Extending


def test_a_rule_extended_under_its_id_takes_its_place(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", "extends: no-question\nseverity: error\nmessage: Ask!\n")
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n")
    write(tmp_path, mute=ASKS_NOTHING)
    result = postlint("check", "mute.md", "--output-format", "concise")
    assert (result.exit_code, result.stdout) == (1, "mute.md:1:1: error no-question Ask!\n")
    rows = [line for line in postlint("rules").stdout.splitlines() if "no-question" in line]
    assert len([line for line in rows if line.startswith("no-question ")]) == 1


def test_a_rule_extended_under_another_id_stands_beside_it(
    postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "own.yaml", "extends: no-question\nid: own\nseverity: error\nmessage: Ask!\n")
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n")
    write(tmp_path, mute=ASKS_NOTHING)
    lines = postlint("check", "mute.md", "--output-format", "concise").stdout.splitlines()
    assert sorted(line.split()[1:3] for line in lines) == [
        ["error", "own"],
        ["info", "no-question"],
    ]


def test_what_is_not_said_is_taken_over(tmp_path: Path) -> None:
    (base,) = [rule for rule in builtin_rules() if rule.id == "low-relevance"]
    path = put(tmp_path / "own.yaml", "extends: low-relevance\noptions: {min: 0.4}\n")
    (rule,) = load_rules([path], known=builtin_rules())
    assert rule.options == {**base.options, "min": 0.4}
    kept = ("id", "category", "scope", "severity", "check", "supersedes", "message", "help", "why")
    assert [getattr(rule, name) for name in kept] == [getattr(base, name) for name in kept]
    # These may no longer hold.
    assert (rule.bad, rule.good, rule.measured) == ((), (), None)


def test_another_check_takes_over_no_options(tmp_path: Path) -> None:
    path = put(
        tmp_path / "own.yaml",
        "extends: low-relevance\nid: own\ncheck: count\noptions: {measure: emoji, max: 1}\n"
        "message: '{count}'\n",
    )
    (rule,) = load_rules([path], known=builtin_rules())
    assert rule.options == {"measure": "emoji", "max": 1}


def test_a_rule_may_extend_one_of_a_folder_named_earlier(tmp_path: Path) -> None:
    first = load_rules([put(tmp_path / "a" / "own.yaml", BASE)])
    second = put(tmp_path / "b" / "more.yaml", "extends: own\nseverity: error\n")
    known = add_rules(builtin_rules(), first)
    rules = add_rules(known, load_rules([second], known=known))
    (own,) = [rule for rule in rules if rule.id == "own"]
    assert own.severity == "error"
    assert len(rules) == len(builtin_rules()) + 1


def test_rules_of_one_configuration_may_extend_each_other(
    postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "house" / "own.yaml", BASE)
    put(tmp_path / "mine" / "more.yaml", "extends: own\nid: more\nseverity: error\n")
    put(tmp_path / "postlint.toml", "rules = ['house', 'mine']\n")
    assert postlint("rules").exit_code == 0


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ("extends: no-qestion\n", "1:1", "there is no rule `no-qestion` (did you mean `no-quest"),
        ("id: own\nextends: own\n", "2:1", "there is no rule `own`"),
        ("extends:\n", "1:1", "extends"),
        ("extends: 3\n", "1:1", "extends"),
        pytest.param("extends: [no-question]\n", "1:1", "extends"),
        pytest.param("extends: {no-question: 1}\n", "1:1", "extends"),
        ("extends: no-question\nmesage: m\n", "2:1", "did you mean `message`?"),
        ("extends: no-question\noptions: {mni: 3}\n", "2:11", "unknown key `mni`"),
        ("extends: no-question\noptions: 3\n", "2:1", "`options`"),
        ("extends: no-question\ncheck: count\n", "1:1", "check `count`: key `of` is missing"),
        ("extends: no-question\nscope: frontmatter\n", "2:1", "does not look at that"),
        ("extends: no-question\nid: No Question\n", "2:1", "`id`"),
        ("extends: no-question\nmessage: '{kettle}'\n", "2:1", "{kettle}"),
        ("extends: no-question\nbad: [{text: a, at: b}]\n", "2:17", "aren't in the post"),
    ],
)
def test_what_cannot_extend_is_told_with_its_place(
    content: str, place: str, says: str, tmp_path: Path
) -> None:
    path = put(tmp_path / "own.yaml", content)
    with pytest.raises(PostlintError) as caught:
        load_rules([path], known=builtin_rules())
    assert str(caught.value).startswith(f"{path}:{place}: "), caught.value
    assert says in str(caught.value)


# Two with one id


@pytest.mark.parametrize(
    ("files", "place", "says"),
    [
        ({"a.yaml": BASE, "b.yaml": BASE}, "b.yaml:6:1", "already defined in"),
        ({"a.yaml": {**BASE, "id": "no-question"}}, "a.yaml:6:1", "`extends: no-question`"),
        (
            {"a.yaml": "extends: no-question\n", "b.yaml": "\nextends: no-question\n"},
            "b.yaml:2:1", "already defined in",
        ),
        (
            {"a.yaml": "extends: low-relevance\nid: no-question\n"},
            "a.yaml:2:1", "`no-question` is already defined",
        ),
    ],
)  # fmt: skip
def test_two_rules_with_one_id_are_refused(
    files: dict[str, Any], place: str, says: str, postlint: Postlint, tmp_path: Path
) -> None:
    for name, content in files.items():
        put(tmp_path / "own" / name, content)
    put(tmp_path / "postlint.toml", "rules = ['own']\n")
    result = postlint("rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"postlint: {tmp_path / 'own'}/{place}: "), result.stderr
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


# Broken files


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("id: own\n\tcategory: form\n", "2:1"),
        ("id: own\ntest: [form\n", "3:1"),
        ("id: own\n  category: form\n", "2:11"),
        ("id: 'own\n", "2:1"),
        ("id: own\ntest: *form\n", "2:7"),
        ("id: own\nid: own\n", "2:1"),
        ("id: own\r\n\r\nsource: \"a\\qb\"\r\n", "3:12"),
        ("# é🥚\nid: é🥚 \x07\n", "2:8"),
        ("", "1:1"),
        ("- id: own\n", "1:1"),
        ("id: own\n---\nid: two\n", "2:1"),
    ],
)  # fmt: skip
def test_broken_yaml_is_told_with_line_and_column(
    content: str, place: str, postlint: Postlint, tmp_path: Path
) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(content.encode())
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n")
    result = postlint("rules")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert re.match(rf"postlint: {re.escape(str(path))}:{place}: \S", line), line
    assert line.isprintable()


# The generic checks: places

TEXT = """\
# The kettle

The kettle is on, and the kettle sings. Nobody listens to it any more.

- Fill the kettle.
- Drink.

Our old kettle was made of copper and of love.
"""
FOUND = {
    "post": [(1, 7)],
    "block": [(1, 7), (3, 5), (5, 12), (8, 9)],
    "sentence": [(1, 7), (3, 5), (5, 12), (8, 9)],
    "opening": [(1, 7)],
    "closing": [(8, 9)],
}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("scope", SCOPES)
def test_phrases_in_each_scope(scope: str, newline: str, tmp_path: Path) -> None:
    found = run(tmp_path, TEXT.replace("\n", newline), scope=scope)
    assert [(one.start.line, one.start.column) for one in found] == FOUND[scope]
    assert {one.excerpt for one in found} == {"kettle"}


@pytest.mark.parametrize(("min_count", "places"), [(1, 4), (2, 1), (3, 0)])
def test_min_count_counts_in_each_part(min_count: int, places: int, tmp_path: Path) -> None:
    options = {"phrases": ["kettle"], "min_count": min_count}
    found = run(tmp_path, TEXT, scope="sentence", options=options, message="{count} {phrase}")
    assert len(found) == places
    whole = run(
        tmp_path, TEXT, scope="post", options={**options, "min_count": 5}, message="{count}"
    )
    assert [finding.message for finding in whole] == ["5"]
    assert run(tmp_path, TEXT, scope="post", options={**options, "min_count": 6}) == []


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (["kettle"], "Kettles, KETTLE and akettle and kettle_2 were there.", ["KETTLE"]),
        (["kettle*"], "He sells kettles and pans to people.", ["kettles"]),
        (["don't"], "We don’t sell pans to people, you see.", ["don’t"]),
        (["don’t"], "We don't sell pans to people, you see.", ["don't"]),
        (["as far  as"], "It is good as\nfar as we can see it.", ["as\nfar as"]),
        (["game changer"], "This is a game-changer for all of us.", []),
        (["100%"], "We are 100% sure of it, and 100%x of that.", ["100%"]),
        (["?!"], "What is that?! We do not know it.", ["?!"]),
        (["a.c"], "The abc and the a.c are not the same.", ["a.c"]),
        (["café*"], "Our cafés in the town are full today.", ["cafés"]),
        (["straße"], "Our STRASSE is not the straße of old.", ["straße"]),
        (["pan", "pan of soup"], "There is a pan of soup on the stove.", ["pan of soup"]),
        (["🚀"], "We launch it 🚀🚀 this very week, at last.", ["🚀"]),
        (["#hiring"], "We look for people who cook. #hiring", ["#hiring"]),
    ],
)
def test_what_phrases_match(
    phrases: list[str], text: str, found: list[str], tmp_path: Path
) -> None:
    assert excerpts(tmp_path, text, scope="post", options={"phrases": phrases}) == found


def test_phrases_may_be_let_off_and_may_count_in_some_acts_only(tmp_path: Path) -> None:
    text = "The kettle is on. Have you filled the kettle? Please fill the kettle, or the pan."
    for options, columns in (
        ({}, [5, 39, 63]),
        ({"act": "asks"}, [39]),
        ({"act": "tells"}, [5]),
        ({"unless": ["PAN*"]}, [5, 39]),
        ({"act": "asks", "unless": ["filled"]}, []),
    ):
        found = run(tmp_path, text, options={"phrases": ["kettle"], **options})
        assert [one.start.column for one in found] == columns


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(
    "text",
    [
        "> The kettle is on, and it has been on for hours.\n",
        "She said to all of us: “The kettle is on again.”\n",
        'She said to all of us: "The kettle is on again."\n',
        "A day at home. “Nobody fills it.\nThe kettle is on again.”\n",
    ],
)
@pytest.mark.parametrize(
    ("check", "options"),
    [
        ("phrases", {"phrases": ["kettle"]}),
        ("pattern", {"patterns": [[{"LOWER": "kettle"}]]}),
    ],
)
def test_quotations_are_somebody_elses(
    check: str, options: dict[str, Any], text: str, scope: str, tmp_path: Path
) -> None:
    assert run(tmp_path, text, check=check, options=options, scope=scope) == []


def test_two_words_in_quotation_marks_are_ones_own(tmp_path: Path) -> None:
    assert excerpts(tmp_path, "This is a “green kettle” for all of you.\n") == ["kettle"]


HARD = [
    "🥚🥚 The kettle is on, you know that well.\n",
    "👩‍👩‍👧 e\u0301 The kettle is on, you know that.\n",
    "The *ket*tle and the **kettle** are on again.\n",
    "Tea &amp; coffee &lt;3 from the kettle here.\n",
    "[Read on](https://example.com/kettle) about the kettle of ours.\n",
    "`kettle` is code, and a kettle is hot all day.\n",
    "---\ntitle: kettle\n---\nThe kettle is on and it sings.\n",
    "Line one is here\r\nand the kettle is there too.\r\n",
    "- [ ] The kettle\r\n  is on the stove again.\r\n",
    "| pan | pot |\n|---|---|\n| the kettle of ours | a lid |\n",
    "A\\*B and the kettle\\_C stand here with a kettle.\n",
    "\t\tcode kettle\n\nThe\tkettle\tis on the stove.\n",
    "<b>The</b> kettle <!-- kettle --> is on the stove.\n",
    "The kettle\u2028is on\x85the stove, and\u00a0kettle stays.\n",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", HARD)
def test_places_are_exact_in_odd_texts(text: str, newline: str, tmp_path: Path) -> None:
    text = text.replace("\r\n", "\n").replace("\n", newline)
    found = run(tmp_path, text, scope="sentence")
    assert found
    assert {finding.excerpt.replace("*", "") for finding in found} == {"kettle"}
    same = run(
        tmp_path, text, scope="sentence", check="pattern",
        options={"patterns": [[{"LOWER": "kettle"}]]},
    )  # fmt: skip
    if "\\_C" not in text:  # one word with what follows
        assert [finding.span for finding in same] == [finding.span for finding in found]


@pytest.mark.parametrize("name", ["draft.md", "draft.txt", "draft.mdx"])
def test_places_are_exact_in_each_kind_of_file(name: str, tmp_path: Path) -> None:
    text = "Tea 🥚 é\r\n\r\nThe kettle is on the stove.\r\nThe kettle & the pan are old.\r\n"
    found = run(tmp_path, text, name=name)
    assert [(one.start.line, one.start.column) for one in found] == [(3, 5), (4, 5)]


# Patterns


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ([{"LOWER": "so"}, {"POS": "ADJ"}], ["so proud"]),
        ([{"LEMMA": "be"}, {"LOWER": "so"}, {"OP": "?"}], ["am so proud"]),
        ([{"LEMMA": {"IN": ["be", "win"]}}], ["am"]),
        ([{"IS_PUNCT": True, "TEXT": {"NOT_IN": ["."]}}], ["!"]),
        ([{"LIKE_NUM": True}, {"LOWER": "times"}], ["3 times"]),
        ([{"LOWER": "team"}, {"OP": "*"}, {"LOWER": "times"}], ["team! It has won 3 times"]),
        ([{"LOWER": "proud"}, {"OP": "{2}"}], ["proud of our"]),
    ],
)
def test_patterns_match_words_by_their_grammar(
    pattern: list[dict[str, Any]], found: list[str], tmp_path: Path
) -> None:
    text = "We read a lot. I am so proud of our team! It has won 3 times."
    said = excerpts(tmp_path, text, scope="post", check="pattern", options={"patterns": [pattern]})
    # A match never goes over the end of a sentence.
    assert said == [one for one in found if "! It" not in one]


@pytest.mark.parametrize("scope", SCOPES)
def test_patterns_in_each_scope(scope: str, tmp_path: Path) -> None:
    options = {"patterns": [[{"LOWER": "kettle"}]]}
    found = run(tmp_path, TEXT, scope=scope, check="pattern", options=options)
    assert [(one.start.line, one.start.column) for one in found] == FOUND[scope]


BAD_PATTERNS: list[Any] = [
    [[]],
    [[{"LOWR": "so"}]],
    [[{"LOWER": {"REGEX": "(a+)+$"}}]],
    [[{"LOWER": {"FUZZY": "so"}}]],
    [[{"_": {"secret": True}}]],
    [[{"LOWER": ""}]],
    [[{"LOWER": True}]],
    [[{"LOWER": 3}]],
    [[{"LOWER": {"IN": []}}]],
    [[{"LOWER": {"IN": "so"}}]],
    [[{"LOWER": {"IN": ["so"], "NOT_IN": ["too"]}}]],
    [[{"LENGTH": "3"}]],
    [[{"LENGTH": {">=": 3}}]],
    [[{"IS_ALPHA": "yes"}]],
    [[{"LOWER": "so", "OP": "**"}]],
    [[{"LOWER": "so", "OP": ""}]],
    [[{"LOWER": "so", "OP": "?"}]],
    [[{"LOWER": "so", "OP": "*"}, {"POS": "ADJ", "OP": "!"}]],
    [[{"OP": "*"}, {"OP": "+"}, {"OP": "*"}, {"LOWER": "so"}]],
    [[{"LOWER": "so"}] * 13],
    ["so"],
    [{"LOWER": "so"}],
    [],
]


@pytest.mark.parametrize("patterns", BAD_PATTERNS)
def test_patterns_that_are_refused(patterns: Any, tmp_path: Path) -> None:
    with pytest.raises(PostlintError, match=r"own\.yaml:\d+:\d+: check `pattern`: "):
        load(tmp_path, check="pattern", options={"patterns": patterns})


@pytest.mark.parametrize(
    "pattern",
    [
        [{"POS": "xyzzy"}],
        [{"TAG": "xyzzy"}],
        [{"DEP": "xyzzy"}],
        pytest.param(
            [{"LOWER": "so", "OP": "{3,1}"}],
        ),
        [{"LOWER": "so", "OP": "{0}"}],
        [{"LOWER": "so", "OP": "{,0}"}],
        [{"LOWER": "so", "OP": "{0,}"}],
        [{"LOWER": "so", "OP": "{999,}"}],
        [{}],
        pytest.param(
            [{"LENGTH": -1}],
        ),
        pytest.param(
            [{"LENGTH": 10**30}],
        ),
        [{"SHAPE": "\ud83e".encode("utf-8", "replace").decode()}],
        [{"LOWER": "SO"}],
        [{"IS_SENT_START": True}],
        [{"LIKE_EMAIL": False}],
    ],
)
def test_a_pattern_that_is_taken_never_fails_on_a_draft(pattern: Any, tmp_path: Path) -> None:
    try:
        load(tmp_path, check="pattern", options={"patterns": [pattern]})
    except PostlintError:
        return
    run(tmp_path, TEXT, check="pattern", options={"patterns": [pattern]})


# Amounts


@pytest.mark.parametrize(
    ("measure", "text", "flagged"),
    [
        ("hashtags", "The kettle is on. #tea #pot\n\n#cup\n", ["#tea", "#pot", "#cup"]),
        ("emoji", "The kettle 🫖 is on 👩‍🍳🇩🇪 today.", ["🫖", "👩‍🍳", "🇩🇪"]),
        ("mentions", "We met @rosa and @jo at the stove.", ["@rosa", "@jo"]),
        ("exclamations", "The kettle is on! Yes! Come in.", ["!", "!"]),
        ("questions", "Is it on? We do not know. Is the pan?", ["Is it on?", "Is the pan?"]),
        ("capitals", "This is VERY GOOD tea from the UK.", ["VERY", "GOOD"]),
        ("numbers", "We sold 12 kettles in three days.", ["12", "three"]),
        ("sentences", "The kettle is on. We drink.", ["The kettle is on.", "We drink."]),
    ],
)
def test_what_is_too_much_is_flagged_where_it_begins(
    measure: str, text: str, flagged: list[str], tmp_path: Path
) -> None:
    for limit in range(len(flagged) + 1):
        found = run(
            tmp_path, text, scope="post", check="count", options={"measure": measure, "max": limit},
            message="{count} {limit}",
        )  # fmt: skip
        assert [one.excerpt for one in found] == flagged[limit : limit + 1]
        assert [one.message for one in found] == [f"{len(flagged)} {limit}"] * len(found)


LIMITS = {"default": 2, "x": 0, "blog": None}


@pytest.mark.parametrize(
    ("platform", "most", "flagged"),
    [
        (None, LIMITS, ["#c"]),
        ("mastodon", LIMITS, ["#c"]),
        ("x", LIMITS, ["#a"]),
        ("blog", LIMITS, []),
        ("linkedin", {"linkedin": 1}, ["#b"]),
        ("x", {"linkedin": 1}, []),
        (None, {"linkedin": 1}, []),
        (None, 1.5, ["#b"]),
    ],
)
def test_limits_by_platform(
    platform: str | None, most: Any, flagged: list[str], tmp_path: Path
) -> None:
    text = "The kettle is on the stove again. #a #b #c\n"
    options = {"measure": "hashtags", "max": most}
    found = excerpts(
        tmp_path, text, platform=platform, scope="post", check="count", options=options
    )
    assert found == flagged


@pytest.mark.parametrize(
    ("platform", "least", "flagged"),
    [
        (None, {"default": 1, "x": 3, "blog": None}, 0),
        ("x", {"default": 1, "x": 3, "blog": None}, 1),
        ("blog", {"default": 1, "x": 3, "blog": None}, 0),
        (None, 2, 0),
        (None, 3, 1),
    ],
)
def test_too_little_by_platform(
    platform: str | None, least: Any, flagged: int, tmp_path: Path
) -> None:
    text = "The kettle is on the stove again. #a #b\n\nDrink with us.\n"
    found = run(
        tmp_path, text, platform=platform, scope="post", check="count",
        options={"measure": "hashtags", "min": least}, message="{count} of {limit}",
    )  # fmt: skip
    assert [one.message for one in found] == ["2 of 3"] * flagged
    assert [one.excerpt for one in found] == [text.split("\n")[0]] * flagged


SHOUTED = "# A title\n\nTHE KETTLE is on. We drink tea.\n\nWe wait. THE WHOLE TEAM WAITS.\n"


@pytest.mark.parametrize(
    ("scope", "flagged"),
    [
        ("post", ["THE"]),
        ("block", ["THE", "THE"]),
        ("sentence", ["THE", "THE"]),
        ("opening", ["THE"]),
        ("closing", ["THE"]),
    ],
)
def test_shares_in_each_scope(scope: str, flagged: list[str], tmp_path: Path) -> None:
    found = run(
        tmp_path, SHOUTED, scope=scope, check="ratio", message="{percent} {limit} {count}",
        options={"measure": "capitals", "per": "words", "max": 0.25},
    )  # fmt: skip
    assert [one.excerpt for one in found] == flagged
    assert all(re.fullmatch(r"\d+% 25% [246]", one.message) for one in found)
    least = {"measure": "capitals", "per": "words", "max": 0.25, "min_base": 99}
    assert run(tmp_path, SHOUTED, scope=scope, check="ratio", options=least) == []


@pytest.mark.parametrize(
    ("scope", "count"), [("post", 0), ("block", 2), ("sentence", 4), ("opening", 0), ("closing", 1)]
)
def test_what_is_absent_in_each_scope(scope: str, count: int, tmp_path: Path) -> None:
    text = (
        "The kettle is on the stove. We drink tea with milk.\n\nWe wait for you here.\n\n"
        "Come in and sit down.\n"
    )
    options = {"phrases": ["kettle"]}
    assert len(run(tmp_path, text, scope=scope, check="absent", options=options)) == (
        3 if scope == "sentence" else count
    )


def test_absent_points_to_where_it_would_go(tmp_path: Path) -> None:
    text = "We wait for you here.\n\nCome in and sit down.\n\n#tea #pot\n"
    for options in (
        {"measure": "questions"},
        {"phrases": ["kettle"]},
        {"measure": "links", "phrases": ["x"]},
    ):
        (finding,) = run(tmp_path, text, scope="post", check="absent", options=options)
        assert finding.start.line >= 3
    assert run(tmp_path, text, scope="post", check="absent", options={"measure": "hashtags"}) == []
    options = {"measure": "emoji", "phrases": ["wait"]}
    assert run(tmp_path, text, scope="post", check="absent", options=options) == []


def test_absent_passes_over_hashtags_at_the_end(tmp_path: Path) -> None:
    text = "We wait for you here.\n\nCome in and sit down.\n\n#tea #pot\n"
    found = excerpts(tmp_path, text, scope="post", check="absent", options={"measure": "questions"})
    assert found == ["Come in and sit down."]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("measure", ["ari", "coleman-liau", "words-per-sentence", "relevance"])
def test_metrics_in_each_scope(measure: str, scope: str, tmp_path: Path) -> None:
    for options, flagged in (({"max": -99}, True), ({"min": -99}, False), ({"min": 99}, True)):
        found = run(
            tmp_path, SHOUTED, scope=scope, check="metric", options={"measure": measure, **options},
            message="{value} {limit}",
        )  # fmt: skip
        assert bool(found) is flagged
        assert all(re.fullmatch(r"-?[\d.e+]+ -?99", one.message) for one in found)


def test_words_per_sentence(tmp_path: Path) -> None:
    text = "One two three. One two three four five.\n"
    options = {"measure": "words-per-sentence", "max": 3.9}
    (finding,) = run(
        tmp_path, text, scope="post", check="metric", options=options, message="{value} {limit}"
    )
    assert (finding.message, finding.excerpt) == ("4 3.9", "One two three.")
    (finding,) = run(tmp_path, text, scope="sentence", check="metric", options=options)
    assert finding.excerpt == "One two three four five."


@pytest.mark.parametrize(
    ("check", "options"),
    [
        ("count", {"measure": "hashtags"}),
        ("count", {"measure": "hashtags", "max": None}),
        ("count", {"measure": "hashtags", "max": {}}),
        ("count", {"measure": "hashtags", "max": {"linkedn": 3}}),
        ("count", {"measure": "hashtags", "max": True}),
        ("count", {"measure": "hashtags", "max": "3"}),
        ("count", {"max": 3}),
        ("ratio", {"measure": "capitals", "max": 0.3}),
        ("ratio", {"measure": "capitals", "per": "words", "max": 0.3, "min_base": 0}),
        ("absent", {}),
        ("absent", {"phrases": []}),
        ("absent", {"phrases": [""]}),
        ("phrases", {"phrases": []}),
        ("phrases", {"phrases": [" "]}),
        ("phrases", {"phrases": ["*"]}),
        pytest.param("phrases", {"phrases": ["kettle"], "unless": [""]}),
        pytest.param("phrases", {"phrases": ["kettle"], "unless": ["*"]}),
        ("pattern", {"patterns": [[{"LOWER": "so"}]], "unless": [""]}),
        ("phrases", {"phrases": ["kettle"], "act": "sings"}),
        ("phrases", {"phrases": "kettle"}),
        ("metric", {"measure": "relevance"}),
    ],
)
def test_options_that_make_no_sense_are_refused(
    check: str, options: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(PostlintError, match=rf"own\.yaml:\d+:\d+: check `{check}`: "):
        load(tmp_path, check=check, options=options)


@pytest.mark.parametrize(
    ("check", "options"),
    [
        pytest.param("count", {"measure": "hashtags", "max": float("inf")}, id="endless"),
        pytest.param("count", {"measure": "hashtags", "max": float("nan")}, id="no number"),
        pytest.param("count", {"measure": "hashtags", "max": -1}, id="negative"),
        pytest.param(
            "count", {"measure": "words", "min": float("inf")}, id="at least endless",
        ),
    ],
)  # fmt: skip
def test_odd_numbers_never_make_a_check_fail(
    check: str, options: dict[str, Any], tmp_path: Path
) -> None:
    try:
        load(tmp_path, check=check, options=options)
    except PostlintError:
        return
    run(tmp_path, TEXT + "#a #b\n", check=check, scope="post", options=options)


@pytest.mark.parametrize(
    "text", ["🥚🥚🥚 🥚", "#tea", "...", "", "> “”", "![alt](a.png)", "1", "* *"]
)
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(
    ("check", "options"),
    [
        ("phrases", {"phrases": ["tea*"]}),
        ("pattern", {"patterns": [[{"IS_ALPHA": True}]]}),
        ("count", {"measure": "words", "min": 3}),
        ("ratio", {"measure": "words", "per": "sentences", "max": 0.1}),
        ("absent", {"measure": "links", "min_part_words": 1}),
        ("metric", {"measure": "ari", "max": -99, "min_part_words": 1}),
    ],
)
def test_posts_with_hardly_any_words(
    check: str, options: dict[str, Any], scope: str, text: str, tmp_path: Path
) -> None:
    run(tmp_path, text, check=check, options=options, scope=scope)
    run(tmp_path, f"{text}\n\nThe kettle is on the stove.\n\n{text}", check=check,
        options=options, scope=scope)  # fmt: skip


@pytest.mark.parametrize("scope", ["frontmatter", "feed"])
@pytest.mark.parametrize("check", ["phrases", "pattern", "count", "ratio", "absent", "metric"])
def test_generic_checks_look_at_text_only(check: str, scope: str, tmp_path: Path) -> None:
    with pytest.raises(PostlintError, match="does not look at that; it has post, block"):
        load(tmp_path, check=check, scope=scope)


# Advice


def helps(folder: Path, said: Any, text: str = GOOD, front: str = "") -> list[str]:
    found = run(folder, front + text, scope="post", check="count", help=said,
                options={"measure": "words", "min": 999}, message="{count}")  # fmt: skip
    return [finding.help for finding in found]


def test_advice_is_chosen_by_what_the_draft_and_the_profile_give(tmp_path: Path) -> None:
    said = [{"say": "Name {clients}."}, "Say more than {count} words."]
    count = len(re.findall(r"\w+", GOOD))
    assert helps(tmp_path, said) == [f"Say more than {count} words."]
    front = "---\nprofile: {clients: [clinics, dentists]}\n---\n"
    seen = {
        one
        for number in range(20)
        for one in helps(tmp_path, said, f"{GOOD}\nThis is number {number}.\n", front)
    }
    assert seen == {"Name clinics."}


def test_advice_is_given_where_its_conditions_hold(tmp_path: Path) -> None:
    said = [{"say": "On X.", "when": ["x"]}, {"say": "Off.", "when": ["not-x", "tie"]}, "Else."]
    for platform, wanted in (("x", {"On X."}), ("blog", {"Off."}), ("threads", {"Off."})):
        front = f"---\nplatform: {platform}\n---\n"
        texts = [f"{GOOD}\nThis is number {number}.\n" for number in range(30)]
        assert {one for text in texts for one in helps(tmp_path, said, text, front)} == wanted


def test_all_drafts_get_the_same_advice_if_no_condition_tells_them_apart(tmp_path: Path) -> None:
    said = [f"Advice {number}." for number in range(4)]
    assert len({tuple(helps(tmp_path, said)) for _ in range(5)}) == 1
    texts = [f"{GOOD}\nThis is number {number}.\n" for number in range(30)]
    assert {one for text in texts for one in helps(tmp_path, said, text)} == {"Advice 0."}


@pytest.mark.parametrize(
    ("said", "place", "says"),
    [
        ("[]", "3:1", "help"),
        ("'Name {nobody}.'", "3:1", "{nobody}"),
        ("[a, {say: 'Name {nobody}.'}]", "3:11", "{nobody}"),
        ("[{say: a, when: xyzzy}]", "3:17", "`xyzzy`"),
        ("[{say: a, wehn: tie}]", "3:17", "did you mean `when`?"),
        (
            "'Name {clients}.'",
            "3:1",
            "one must fit every post: no `when`, and no fields but the check's",
        ),
        (
            "[{say: a, when: tie}]",
            "3:1",
            "one must fit every post: no `when`, and no fields but the check's",
        ),
        pytest.param(
            "[{when: tie}]",
            "3:8",
            "`say` is missing",
        ),
    ],
)
def test_advice_that_cannot_be_given_is_refused(
    said: str, place: str, says: str, tmp_path: Path
) -> None:
    path = put(tmp_path / "own.yaml", f"extends: no-question\nid: own\nhelp: {said}\n")
    with pytest.raises(PostlintError) as caught:
        load_rules([path], known=builtin_rules())
    assert str(caught.value).startswith(f"{path}:{place}: "), caught.value
    assert says in str(caught.value)


# A starter


@pytest.mark.parametrize("name", ["says-pan", "says-pan.yaml", "a1", "x-2-y"])
def test_a_starter_works_as_it_is(name: str, postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("rules", "--new", name)
    stem = name.removesuffix(".yaml")
    assert result.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{stem}.yaml"]
    assert postlint("test", f"{stem}.yaml").stdout == f"{stem}: 12 of 12 examples pass\n"
    # What the tests ask of a built-in rule.
    (rule,) = load_rules([tmp_path / f"{stem}.yaml"])
    assert len(rule.bad) >= 6
    assert len(rule.good) >= 6
    assert "…" not in rule.summary
    pair = [Example(text=rule.before or ""), Example(text=rule.after or "")]
    before, after = find_in_examples(rule, pair)
    assert before
    assert not after
    # The line that it tells to write works.
    line = re.search(r"add `(rules = .*?)` to", result.stdout)
    assert line
    put(tmp_path / "postlint.toml", line[1])
    assert stem in postlint("rules").stdout


@pytest.mark.parametrize(
    "name", ["", "Says_Pan", "../pan", "a/b", "-a", "a--b", "pan\n", "é", ".yaml", "a.yml", " a"]
)
def test_a_name_that_is_no_id_makes_no_file(name: str, postlint: Postlint, tmp_path: Path) -> None:
    result = postlint("rules", "--new", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no name for a rule" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_starter_is_not_written_over_a_file(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", "mine")
    result = postlint("rules", "--new", "own")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "postlint: own.yaml is there already; choose another name\n"
    assert (tmp_path / "own.yaml").read_text(encoding="utf-8") == "mine"
    (tmp_path / "pan.yaml").mkdir()
    assert postlint("rules", "--new", "pan").exit_code == 2


def test_a_starter_does_not_take_the_id_of_a_built_in_rule(postlint: Postlint) -> None:
    assert postlint("rules", "--new", "no-question").exit_code == 2
