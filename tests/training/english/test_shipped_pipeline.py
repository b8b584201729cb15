"""The English pipeline that comes with postlint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from postlint.training import english
from postlint.training.english.evaluate import evaluate
from tests.training.english.tiny_treebank import DATA, SHIPPED, needs_treebank


@pytest.fixture(scope="module")
def shipped() -> Language:
    return spacy.load(SHIPPED)


def is_within(part: object, whole: object) -> bool:
    if isinstance(part, Mapping) and isinstance(whole, Mapping):
        return all(name in whole and is_within(part[name], whole[name]) for name in part)
    return part == whole


def test_meta_names_name_version_and_license() -> None:
    meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
    assert (meta["lang"], meta["name"], meta["version"]) == ("en", "postlint_ewt", "0.1.0")
    assert meta["license"] == "CC BY-SA 4.0"
    assert "Attribution-ShareAlike" in (SHIPPED / "LICENSE.txt").read_text(encoding="utf-8")


def test_config_matches_the_one_used_for_training() -> None:
    said, shipped = (
        spacy.util.load_config(folder / "config.cfg")
        for folder in (Path(english.__file__).parent, SHIPPED)
    )
    # These two gain the lemmatizer, which is not trained.
    assert shipped["nlp"].pop("pipeline") == [*said["nlp"].pop("pipeline"), "lemmatizer"]
    said["training"].pop("score_weights")
    assert is_within(said, shipped)


def test_pipeline_contains_no_code() -> None:
    assert not list(SHIPPED.rglob("*.py"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Hello #BuildInPublic!", ["Hello", "#BuildInPublic", "!"]),
        ("Thanks, @priya.k.", ["Thanks", ",", "@priya.k", "."]),
        ("(#hiring)", ["(", "#hiring", ")"]),
        ("# 1 of 2", ["#", "1", "of", "2"]),
        ("@devon_lee's post", ["@devon_lee", "'s", "post"]),
    ],
)
def test_tokenizer_keeps_hashtags_and_mentions_whole(
    shipped: Language, text: str, tokens: list[str]
) -> None:
    assert [token.text for token in shipped.make_doc(text)] == tokens


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("You need it.", "you need it ."),
        ("They needed speed and needs.", "they need speed and need ."),
        ("Need help?", "need help ?"),
        ("We feed them, you fed me.", "we feed they , you feed I ."),
        ("They succeed, proceed and exceed.", "they succeed , proceed and exceed ."),
        ("I've led; he fled.", "I have lead ; he flee ."),
        ("She can't sing, won't swing.", "she can not sing , will not swing ."),
        ("She isn’t hoping.", "she be not hope ."),
    ],
)
def test_lemmas_in_sentences(shipped: Language, text: str, lemmas: str) -> None:
    assert [token.lemma_ for token in shipped(text)] == lemmas.split()


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        *((verb, verb) for verb in ("need", "feed", "speed", "succeed", "proceed", "exceed")),
        *((verb, verb) for verb in ("bleed", "breed", "seed", "heed", "weed", "embed", "shed")),
        *((verb, verb) for verb in ("bed", "red", "bring", "focus", "discuss", "press", "miss")),
        ("led", "lead"),
        ("fled", "flee"),
        ("bled", "bleed"),
        ("sped", "speed"),
        ("needing", "need"),
        ("exceeds", "exceed"),
        ("agreed", "agree"),
        ("freed", "free"),
        ("hoping", "hope"),
        ("hopping", "hop"),
        ("hired", "hire"),
        ("rated", "rate"),
        ("planned", "plan"),
        ("tried", "try"),
        ("singing", "sing"),
        ("swinging", "swing"),
        ("refactored", "refactor"),
        ("'ve", "have"),
        ("Ask", "ask"),
    ],
)
def test_lemmas_of_verbs(shipped: Language, form: str, lemma: str) -> None:
    doc = Doc(shipped.vocab, words=[form], pos=["VERB"])
    assert shipped.get_pipe("lemmatizer")(doc)[0].lemma_ == lemma


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("'m", "be"), ("’re", "be"), ("wo", "will"), ("Should", "should"), ("ought", "ought")],
)
def test_lemmas_of_auxiliaries(shipped: Language, form: str, lemma: str) -> None:
    doc = Doc(shipped.vocab, words=[form], pos=["AUX"])
    assert shipped.get_pipe("lemmatizer")(doc)[0].lemma_ == lemma


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("I shipped a new feature today.", "PRP VBD DT JJ NN NN ."),
        ("What do you think?", "WP VBP PRP VB ."),
        ("Ask your customers first.", "VB PRP$ NNS RB ."),
        ("We're hiring 🚀", "PRP VBP VBG NFP"),
    ],
)
def test_tagger(shipped: Language, text: str, tags: str) -> None:
    assert [token.tag_ for token in shipped(text)] == tags.split()


def test_parser_and_morphologizer(shipped: Language) -> None:
    doc = shipped("Share this with your team")
    assert doc[0].dep_ == "ROOT"
    assert doc[0].morph.get("Mood", []) == ["Imp"]
    doc = shipped("My clients wanted a better price.")
    assert [token.text for token in doc if token.dep_ == "nsubj"] == ["clients"]


def test_parser_splits_lines_without_periods(shipped: Language) -> None:
    lines = ["I quit my job", "It was hard", "What would you do?", "#career #change"]
    doc = shipped("\n\n".join(lines))
    assert [s.text.strip() for s in doc.sents] == lines


@needs_treebank
def test_scores_on_the_treebank() -> None:
    scores = evaluate(SHIPPED, Path(DATA or "", "english"))
    assert scores["universal part of speech"] > 0.935
    assert scores["labeled attachment (LAS)"] > 0.80
    assert scores["sentence ends, F1: one sentence per line, no periods"] > 0.965
