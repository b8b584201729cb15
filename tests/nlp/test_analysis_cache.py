"""Tests of the analysis cache: the results are the same, and only new blocks are parsed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from postlint.config.effective import EffectiveSettings
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.diagnostics.result import PostResult, to_dict
from postlint.document.draft import read_draft
from postlint.document.prose import BlockKind, Prose
from postlint.document.source import Source
from postlint.linter.linter import Linter
from postlint.nlp import analysis
from postlint.nlp.analysis import analyze
from postlint.nlp.analysis_cache import MAX_CHARACTERS, AnalysisCache, AnalyzedBlock
from postlint.nlp.spacy_pipeline import parse
from postlint.rules.loader import builtin_rules
from tests.command import GOOD, ROOT, SELF_FOCUSED

RULES = [rule.model_copy(update={"supersedes": ()}) for rule in builtin_rules()]
"""The built-in rules without supersession, for as many findings as possible."""

KNOWN = [rule.id for rule in RULES]
CLIENTS = Profile.model_validate(
    {"firm": "Brot & Co", "clients": ["bakers"], "problems": ["late flour"], "goals": ["sleep"]}
)


@pytest.fixture(autouse=True)
def model_memory() -> None:
    """Nothing: these tests are about what is parsed, and how often."""


def lint(
    texts: Iterable[str],
    cache: AnalysisCache | None = None,
    *,
    path: str = "a.md",
    profile: Profile = EMPTY_PROFILE,
    split: str | None = None,
) -> list[dict[str, Any]]:
    setting = EffectiveSettings(RULES, profile=profile, split=split, known_rule_ids=KNOWN)
    linter = Linter(setting, jobs=1, analysis_cache=cache)
    reports = linter.lint((Source(path, text) for text in texts), details=True)
    return [to_dict(one) for one in reports if isinstance(one, PostResult)]


class Parsed:
    """Counts the parsed blocks."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        patch.setattr(analysis, "parse", self)

    def __call__(self, texts: Iterable[str]) -> Iterator[Doc]:
        return parse(self._noted(texts))

    def _noted(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            self.texts.append(text)
            yield text

    def taken(self) -> list[str]:
        """Return what was parsed since this was asked last."""
        texts, self.texts = self.texts, []
        return texts


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Parsed:
    return Parsed(monkeypatch)


# The results are the same

PARAGRAPHS = [
    "Had eggs for breakfast.",
    "I am so proud of myself. Today I passed my third exam.",
    "If your bakery waits for flour, order it on Monday: it takes ten days.",
    "How long did you have to wait for yours?",
    "We **launched** [our page](https://a.b/c) for bakers.",
    "Wait for it?\nThe answer: never. You know it.",
    "Our client said: “We lost a week.”",
    "#proud #team",
    "What do I do then? I wait for late flour. Tell me in the comments.",
    "Fish &amp; chips 🎉 for our clients.",
    "Yes.",
    "Why?",
]
FORMS = ["{}", "{}", "# {}", "- {}", "> {}", "1. {}"]
FRONT_MATTERS = [
    "", "---\nprofile: {clients: [bakers], problems: [late flour]}\n---\n",
    "---\nprofile: {firm: Eggs, offer: breakfast, topics: [exam]}\n---\n",
    "---\nplatform: x\n---\n", "---\npostlint: {ignore: [no-question, self-focused]}\n---\n",
]  # fmt: skip
PROFILES = st.sampled_from([EMPTY_PROFILE, CLIENTS])


@st.composite
def edited(draw: st.DrawFn) -> list[str]:
    """Draw the versions of a draft during an edit."""
    block = st.tuples(st.sampled_from(PARAGRAPHS), st.sampled_from(FORMS))
    blocks = draw(st.lists(block, min_size=1, max_size=6))
    front_matter = ""
    steps = []
    for _ in range(draw(st.integers(2, 6))):
        steps.append(front_matter + "\n\n".join(form.format(text) for text, form in blocks) + "\n")
        at = draw(st.integers(0, max(len(blocks) - 1, 0)))
        how = draw(
            st.sampled_from(["insert", "remove", "double", "order", "kind", "front", "write"])
        )
        if how == "insert" or not blocks:
            blocks.insert(at, draw(block))
        elif how == "remove":
            del blocks[at]
        elif how == "double":
            blocks.append(blocks[at])
        elif how == "order":
            blocks.append(blocks.pop(at))
        elif how == "kind":
            blocks[at] = blocks[at][0], draw(st.sampled_from(FORMS))
        elif how == "write":
            blocks[at] = f"{blocks[at][0]} And you?", blocks[at][1]
        else:
            front_matter = draw(st.sampled_from(FRONT_MATTERS))
    return steps


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    edited(), PROFILES, st.sampled_from(["a.md", "a.txt"]), st.sampled_from([MAX_CHARACTERS, 80])
)
def test_cached_analysis_of_an_edited_draft_gives_the_same_results(
    steps: list[str], profile: Profile, path: str, max_characters: int
) -> None:
    cache = AnalysisCache(max_characters)
    for text in steps:
        (remembered,) = lint([text], cache, path=path, profile=profile)
        assert [remembered] == lint([text], path=path, profile=profile)
        assert character_count(cache) <= max_characters


def test_cached_analysis_of_several_posts_gives_the_same_results() -> None:
    cache = AnalysisCache()
    for text in (
        f"{GOOD}\n---\n\n{SELF_FOCUSED}",
        f"{SELF_FOCUSED}\n---\n\n{GOOD}",
        f"{GOOD}\n---\n\n{GOOD}\n---\n\nHad eggs.\n",
        f"{GOOD}\n\n{SELF_FOCUSED}",
    ):
        assert lint([text], cache, split="---") == lint([text], split="---")


def test_cache_key_includes_the_kind_of_block() -> None:
    cache = AnalysisCache()
    words = "How do you plan your week?"
    for text in (words, f"# {words}", f"> {words}", f"- {words}", f"{words}\n===", words):
        for rest in ("", f"\n\n{SELF_FOCUSED}"):
            assert lint([text + rest], cache) == lint([text + rest])


def test_cached_analysis_of_text_with_other_markup() -> None:
    cache = AnalysisCache()
    for text in (
        "You should see our page. It is new.",
        "You should see [our page](https://a.b). It is new.",
        "You should see **our page.** It is new.",
        "You should see <b>our</b> page. It is&#32;new.",
        "---\ntitle: New\n---\n\nYou should see our page. It is new.",
    ):
        assert lint([text], cache) == lint([text])


def test_cached_analysis_with_another_profile() -> None:
    cache = AnalysisCache()
    text = "Bakers wait for late flour. Brot & Co brings sleep.\n"
    told = []
    for front_matter in [*FRONT_MATTERS, *FRONT_MATTERS[::-1]]:
        for profile in (EMPTY_PROFILE, CLIENTS):
            (report,) = lint([front_matter + text], cache, profile=profile)
            assert [report] == lint([front_matter + text], profile=profile)
            told.append(json.dumps(report["labels"]) + str(report["relevance"]))
    assert len(set(told)) > 1


def posts() -> list[str]:
    """Return some of the labeled posts."""
    texts = [
        json.loads(line)["text"]
        for file in sorted((ROOT / "models" / "posts").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").split("\n")
        if line
    ]
    return random.Random(7).sample(texts, 40)


def test_cached_analysis_of_labeled_posts_gives_the_same_results() -> None:
    """Compare posts linted together, one by one, and again from the cache."""
    texts = posts()
    wanted = lint(texts)
    cache = AnalysisCache()
    assert lint(texts, cache) == wanted
    assert lint(texts[::-1], cache) == wanted[::-1]
    one_by_one = AnalysisCache(5_000)
    assert [report for text in texts for report in lint([text], one_by_one)] == wanted
    assert character_count(one_by_one) <= 5_000


# Cached blocks aren't parsed again


@pytest.fixture
def steps() -> list[tuple[str, list[str]]]:
    """Return the versions of a draft during an edit, with the new blocks of each."""
    one, two, three = "You know eggs.", "We like tea.", "Which one do you like best?"
    return [
        (f"{one}\n\n{two}\n", [one, two]),
        (f"{one}\n\n{two}\n", []),
        (f"{one}\n\n{three}\n\n{two}\n", [three]),
        (f"{two}\n\n{one}\n\n{one}\n\n{three}\n", []),
        (f"{three}\n", []),
        (f"---\ntitle: A\n---\n\n{one}\n\n**{two}**\n", []),
        (f"# {one}\n\n{two}\n", [one]),
        (f"{one}\n\n# {one}\n\n- {two}\n", [two]),
        (f"{one} {two}\n\n{three}\n", [f"{one} {two}"]),
        (f"{one}\r\n\r\n{two}\r\n\r\n```\ncode\n```\n", []),
    ]


def test_cache_parses_only_new_blocks(steps: list[tuple[str, list[str]]], parsed: Parsed) -> None:
    cache = AnalysisCache()
    for text, new in steps:
        lint([text], cache)
        assert parsed.taken() == new


def test_cache_key_includes_the_profile(parsed: Parsed) -> None:
    cache = AnalysisCache()
    text = "Bakers wait for late flour.\n"
    lint([text], cache)
    lint([text], cache, profile=CLIENTS)
    assert len(parsed.taken()) == 2
    lint([text], cache)
    lint([text], cache, profile=CLIENTS)
    assert parsed.taken() == []


def test_cache_skips_other_languages(parsed: Parsed) -> None:
    cache = AnalysisCache()
    lint(["Σήμερα το πρωί έφαγα αυγά.", "", "#monday", "```\ncode\n```"], cache)
    lint([f"---\npostlint: false\n---\n{GOOD}"], cache)
    assert "Σήμερα το πρωί έφαγα αυγά." not in parsed.taken()
    assert character_count(cache) <= len("#monday")


def test_analysis_without_a_cache_parses_everything(parsed: Parsed) -> None:
    lint([GOOD])
    lint([GOOD])
    first = parsed.taken()
    assert first[: len(first) // 2] == first[len(first) // 2 :] != []


# Size


def character_count(cache: AnalysisCache) -> int:
    """Return the number of characters in a cache, and assert that its own count is right."""
    held = sum(len(one.block.prose.text) for one in cache._blocks.values())
    assert held == cache._characters
    return held


def put_blocks(cache: AnalysisCache, *texts: str, profile: str = "") -> None:
    for text in texts:
        draft = read_draft(Source("a.txt", text))
        (post,) = analyze([(draft, draft.blocks)])
        (block,) = post.blocks
        cache.put(AnalyzedBlock(block, post.sentences), profile)


def has_block(
    cache: AnalysisCache, text: str, kind: BlockKind = "paragraph", profile: str = ""
) -> bool:
    return cache.get(Prose(kind, text, ()), profile) is not None


def test_cache_evicts_the_least_recently_used_block() -> None:
    cache = AnalysisCache(30)
    put_blocks(cache, "aaaa aaaaa", "bbbb bbbbb", "cccc ccccc")
    assert character_count(cache) == 30
    put_blocks(cache, "aaaa aaaaa", "dddd ddddd")
    assert character_count(cache) == 30
    assert [has_block(cache, 4 * one + " " + 5 * one) for one in "abcd"] == [
        True,
        False,
        True,
        True,
    ]


def test_cache_counts_a_block_once(steps: list[tuple[str, list[str]]]) -> None:
    cache = AnalysisCache(100)
    for _ in range(30):
        put_blocks(cache, "Had eggs.")
    assert character_count(cache) == len("Had eggs.")
    put_blocks(cache, "Had eggs.", profile="other")
    assert character_count(cache) == 2 * len("Had eggs.")


@pytest.mark.parametrize("limit", [0, 1, 8])
def test_cache_does_not_keep_a_block_above_the_limit(limit: int) -> None:
    cache = AnalysisCache(limit)
    assert lint([GOOD], cache) == lint([GOOD])
    assert character_count(cache) == 0
    put_blocks(cache, "Had eggs.")
    assert not has_block(cache, "Had eggs.")


def test_cache_misses_other_texts_kinds_and_profiles() -> None:
    cache = AnalysisCache()
    put_blocks(cache, "Had eggs.")
    assert has_block(cache, "Had eggs.")
    assert not has_block(cache, "Had eggs")
    assert not has_block(cache, "Had eggs.", "heading")
    assert not has_block(cache, "Had eggs.", profile="other")


def test_cache_returns_blocks_with_new_positions() -> None:
    cache = AnalysisCache()
    put_blocks(cache, "Had eggs.")
    draft = read_draft(Source("a.md", "\n\n> a\n\nHad **eggs.**\n"))
    (post,) = analyze([(draft, draft.blocks)], cache)
    prose = post.draft.blocks[1]
    block = post.blocks[1]
    assert block.prose is prose
    assert all(one.block is block for one in post.sentences if one.text == "Had eggs.")
    span = prose.to_source(0, 9)
    assert post.draft.source.text[span.start : span.end] == "Had **eggs.**"


def test_cache_stays_below_its_limit() -> None:
    cache = AnalysisCache(400)
    for number in range(40):
        lint([f"You know number {number} of it.\n\n{GOOD}"], cache)
        assert character_count(cache) <= 400
