"""Tests that the speedups give the same annotations as plain spaCy."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from postlint.core import resources
from postlint.nlp import spacy_pipeline
from postlint.nlp.segmentation import hide_emoji, mark_sentence_starts, unwrap
from postlint.nlp.tokenization import tokenize

# isort: split
import spacy
from spacy.tokens import Doc

TEXTS = [
    "Had eggs for breakfast. Taking the garbage out now 🥚",
    "Do you still send quotes by fax? #quotes @anna",
    "gonna say it: y'all don't need a CRM...   you need\nto call people back!!",
    "Budget an hour a week for it.",
    "…",
    "Zürich’s bakers, e.g. ours, can't wait; it's 7 a.m.",
]


@pytest.fixture(autouse=True)
def model_memory() -> None:
    """Nothing: these tests are about what is parsed, and how often."""


def own_texts() -> Iterator[str]:
    for path in sorted(resources.folder("models/posts").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::3]:
            yield from json.loads(line)["text"].split("\n\n")


def seen(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (token.text, token.tag_, str(token.morph), token.dep_, token.head.i, token.is_sent_start)
        for token in doc
    ]


def test_annotations_match_plain_spacy() -> None:
    texts = [*TEXTS, *filter(str.strip, own_texts())]
    assert len(texts) > 500
    quick = [*spacy_pipeline.parse(texts)]
    plain = spacy.load(resources.folder("models/english"), exclude=["lemmatizer"])
    docs = []
    for text in texts:
        doc = tokenize(plain.tokenizer, hide_emoji(unwrap(text)))
        mark_sentence_starts(doc)
        docs.append(doc)
    for doc, expected in zip(quick, plain.pipe(docs), strict=True):
        assert seen(doc) == seen(expected)


def test_tokens_do_not_depend_on_earlier_texts() -> None:
    code = (
        "import json, sys; from postlint.nlp import spacy_pipeline; "
        "texts = json.loads(sys.argv[1]); "
        "print(json.dumps([[token.text for token in doc] for doc in spacy_pipeline.parse(texts)]))"
    )
    texts = [*TEXTS, "I can't. I dont. e.g. :-) o.O"]
    # Of any two texts, each comes first in one of the processes.
    tokens = json.loads(run(code, json.dumps(texts)))
    after_much_text = json.loads(run(code, json.dumps(["word " * 500] * 20 + texts[::-1])))
    assert after_much_text[: -len(texts) - 1 : -1] == tokens


def test_annotations_do_not_depend_on_the_batch() -> None:
    together = [*spacy_pipeline.parse(TEXTS * 40)]
    for text, doc in zip(TEXTS, together, strict=False):
        (alone,) = spacy_pipeline.parse([text])
        assert seen(alone) == seen(doc)


def test_lemma_patterns_match() -> None:
    (doc,) = spacy_pipeline.parse(["We needed three boxes."])
    (found,) = spacy_pipeline.match_patterns('[[{"LEMMA": "need"}, {"LIKE_NUM": true}]]', doc[:])
    assert found.text == "needed three"


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ([[{"LOWER": "tag"}, {"LOWER": {"IN": ["a", "one"]}}]], ["Tag a"]),
        ([[{"LOWER": "tags"}], [{"LOWER": "friend"}]], ["friend"]),
        ([[{"LOWER": "please", "OP": "?"}, {"LOWER": "tag"}]], ["Tag"]),
        ([[{"LOWER": "please", "OP": "*"}, {"LOWER": "tag"}]], ["Tag"]),
        ([[{"LOWER": "please", "OP": "!"}, {"LOWER": "friend"}]], ["a friend"]),
        ([[{"LOWER": "tag", "OP": "+"}]], ["Tag"]),
        ([[{"LOWER": "a", "OP": "{0,2}"}, {"LOWER": "friend"}]], ["a friend"]),
        ([[{"LOWER": {"NOT_IN": ["tag"]}}, {"LOWER": "friend"}]], ["a friend"]),
        ([[{"IS_PUNCT": True}]], ["."]),
        ([[{"LOWER": "nobody"}]], []),
    ],
)
def test_matcher_prefilter_loses_no_match(patterns: list[object], expected: list[str]) -> None:
    (doc,) = spacy_pipeline.parse(["Tag a friend."])
    found = spacy_pipeline.match_patterns(json.dumps(patterns), doc[:])
    assert [span.text for span in found] == expected


def run(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_spacy_command_line_is_imported_only_on_demand() -> None:
    code = (
        "import sys, postlint.nlp.spacy_pipeline, spacy; print('typer' in sys.modules); "
        "import spacy.cli; print(callable(spacy.cli.app), "
        "spacy.info(silent=True)['spacy_version'] == spacy.__version__)"
    )
    assert run(code) == "False\nTrue True"


def test_imported_spacy_is_not_changed() -> None:
    code = (
        "import spacy, sys; before = sys.modules['spacy.cli']; import postlint.nlp.spacy_pipeline; "
        "print(sys.modules['spacy.cli'] is before)"
    )
    assert run(code) == "True"


def test_spacy_import_falls_back_to_the_whole_package() -> None:
    code = (
        "import sys\n"
        "class Refusing:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'spacy.glossary' and not hasattr(sys.modules['spacy.cli'], 'app'):\n"
        "            raise ImportError('spaCy wants its command line')\n"
        "sys.meta_path.insert(0, Refusing())\n"
        "from postlint.nlp import spacy_pipeline\n"
        "print(len(next(spacy_pipeline.parse(['It works.']))))"
    )
    assert run(code) == "3"
