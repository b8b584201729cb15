"""The English pipeline: reading its treebank, rewriting it, training, and what is shipped."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest
import spacy
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from postlint.training.english import layout
from postlint.training.english import orthography as surface
from postlint.training.english import rewrites as wording
from postlint.training.english.__main__ import main as train_command
from postlint.training.english.augmentation import LABEL_SAMPLE, augment_passage
from postlint.training.english.conllu import read_documents
from postlint.training.english.corpus import passages, to_doc, treebank_reader
from postlint.training.english.evaluate import evaluate
from postlint.training.english.evaluate import main as evaluate_command
from postlint.training.english.treebank import Passage, TreebankSentence

TINY = Path(__file__).with_name("tiny.conllu")
SHIPPED = Path(__file__).parents[2] / "models" / "english"
DATA = os.environ.get("POSTLINT_DATA")

needs_treebank = pytest.mark.skipif(DATA is None, reason="POSTLINT_DATA is not set")
seeds = st.integers(min_value=0, max_value=2**32)


@pytest.fixture(scope="module")
def shipped() -> Language:
    return spacy.load(SHIPPED)


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    for part in ("train", "dev", "test"):
        shutil.copy(TINY, tmp_path / f"{part}.conllu")
    return tmp_path


def tiny() -> list[Passage]:
    return list(read_documents(TINY))


def sentence(beginning: str) -> TreebankSentence:
    return next(s for document in tiny() for s in document if s.text.startswith(beginning))


def assert_is_tree(sentence: TreebankSentence) -> None:
    heads = [word.head for word in sentence.words]
    assert sum(head == place for place, head in enumerate(heads)) == 1
    assert sentence.words[sentence.root].dep == "root"
    for place in range(len(heads)):
        steps = 0
        while heads[place] != place:
            assert heads[place] in range(len(heads))
            place = heads[place]
            steps += 1
            assert steps <= len(heads), "a circle"


def is_within(part: object, whole: object) -> bool:
    if isinstance(part, Mapping) and isinstance(whole, Mapping):
        return all(name in whole and is_within(part[name], whole[name]) for name in part)
    return part == whole


class TestReading:
    def test_the_text_is_what_the_treebank_says(self) -> None:
        said = [
            line.removeprefix("# text = ")
            for line in TINY.read_text(encoding="utf-8").splitlines()
            if line.startswith("# text = ")
        ]
        assert [s.text for document in tiny() for s in document] == said

    def test_documents(self) -> None:
        assert [len(document) for document in tiny()] == [4, 3, 1]

    def test_gaps(self) -> None:
        first = tiny()[0]
        # A blank, the end of a paragraph, nothing.
        assert [s.whitespace_after for s in first[:3]] == [" ", "\n\n", ""]

    def test_a_multiword_token_is_its_words(self) -> None:
        words = sentence("I don't").words
        assert [(word.form, word.space_after) for word in words[:4]] == [
            ("I", True),
            ("do", False),
            ("n't", True),
            ("sell", True),
        ]

    def test_a_multiword_token_shares_out_what_is_written(self) -> None:
        words = sentence("Its").words
        assert [(word.form, word.lemma) for word in words[:2]] == [("It", "it"), ("s", "be")]

    def test_heads_count_from_0_and_the_root_is_its_own(self) -> None:
        assert [word.head for word in sentence("We shipped").words] == [1, 1, 1, 1]

    def test_words_that_nobody_wrote_are_left_out(self) -> None:
        assert len(sentence("Anna")) == 11

    def test_a_broken_line_is_named(self, tmp_path: Path) -> None:
        broken = tmp_path / "broken.conllu"
        broken.write_text("# newdoc\n1\tHello\n\n", encoding="utf-8")
        with pytest.raises(ValueError, match="line 2: not 10 columns"):
            list(read_documents(broken))

    @needs_treebank
    def test_the_treebank_itself(self) -> None:
        path = Path(DATA or "", "english", "test.conllu")
        said = [
            line.removeprefix("# text = ").replace("\xa0", " ")
            for line in path.read_text(encoding="utf-8").split("\n")
            if line.startswith("# text = ")
        ]
        assert [s.text for document in read_documents(path) for s in document] == said


class TestDocs:
    def test_text_and_annotation(self) -> None:
        doc = to_doc(spacy.blank("en").vocab, tiny()[0])
        assert doc.text == (
            "I don't sell software. You should ask your clients.\n\n"
            "Its late (again)...We need to lower the price today."
        )
        assert [s.text.strip() for s in doc.sents] == [s.text for s in tiny()[0]]
        line_break = next(token for token in doc if token.is_space)
        assert (line_break.tag_, line_break.pos_, line_break.head.text) == ("_SP", "SPACE", ".")
        assert str(doc[3].morph) == "VerbForm=Inf"
        assert str(doc[2].morph) == "", "polarity is not learned"

    def test_line_breaks_are_the_tokens_that_a_tokenizer_makes(self) -> None:
        nlp = spacy.blank("en")
        for gap in ("\n", "\n\n", " \n", "\n \n"):
            shipped_it = sentence("We shipped")
            passage = (TreebankSentence(shipped_it.words, gap), shipped_it)
            doc = to_doc(nlp.vocab, passage)
            assert [token.text_with_ws for token in doc] == [
                token.text_with_ws for token in nlp.make_doc(doc.text)
            ]

    def test_long_documents_are_cut(self) -> None:
        short = sentence("We shipped")
        ends = TreebankSentence(short.words, "\n\n")
        document = (*[short] * 9, ends, short)
        assert [len(passage) for passage in passages([document])] == [10, 1]
        assert [len(passage) for passage in passages([(short,) * 20])] == [16, 4]

    def test_every_reading_rewrites_anew(self) -> None:
        nlp = spacy.blank("en")
        read = treebank_reader(TINY, rewritten=1.0, seed=3)
        first, second = ({eg.reference.text for eg in read(nlp)} for _ in range(2))
        assert first != second

    def test_nothing_is_rewritten_unless_asked_for(self) -> None:
        nlp = spacy.blank("en")
        texts = {eg.reference.text for eg in treebank_reader(TINY)(nlp)}
        assert texts == {to_doc(nlp.vocab, document).text for document in tiny()}


class TestRewriting:
    @settings(deadline=None)
    @given(seeds)
    def test_sentences_stay_trees(self, seed: int) -> None:
        random = Random(seed)
        for passage in tiny():
            post = augment_passage(passage, random)
            for rewritten in post:
                assert_is_tree(rewritten)
                assert not rewritten.words[-1].space_after
            assert len(list(to_doc(Vocab(), post).sents)) == len(post)

    def test_the_specimen_shows_all_labels_that_rewriting_adds(self) -> None:
        def labels(posts: list[Passage]) -> set[tuple[str, ...]]:
            words = [word for post in posts for s in post for word in s.words]
            return (
                {("tag", word.xpos) for word in words}
                | {("features", word.upos, word.feats) for word in words}
                | {("relation", word.dep) for word in words}
            )

        random = Random(1)
        posts = [augment_passage(passage, random) for _ in range(500) for passage in tiny()]
        assert labels(posts) <= labels(tiny()) | labels([LABEL_SAMPLE])
        assert labels([LABEL_SAMPLE]) - labels(tiny()), "the treebank shows too much itself"

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("You should ask", "Ask your clients."),
            ("We need to lower", "Lower the price today."),
            ("Please send", 'Send Ben the "new" plan!'),
            ("Anna wrote", "Anna wrote a post -- and shared it with Ben."),
        ],
    )
    def test_instructions(self, before: str, after: str) -> None:
        rewritten = wording.make_imperative(sentence(before))
        assert rewritten.text == after
        assert_is_tree(rewritten)
        is_new = rewritten != sentence(before)
        assert (rewritten.words[0].feats == wording.IMPERATIVE_FEATS) == is_new

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("We shipped", "Shipped it."),
            ("I am happy", "Happy: we're hiring, and I enjoyed reading your letter."),
            ("I don't", "Don't sell software."),
            ("You should", "You should ask your clients."),
        ],
    )
    def test_dropped_subjects(self, before: str, after: str) -> None:
        assert wording.drop_subject(sentence(before), Random(1)).text == after

    def test_clauses(self) -> None:
        random = Random(2)
        found = {
            clause.text.rstrip(".!")
            for _ in range(50)
            for document in tiny()
            for s in document
            if (clause := wording.extract_clause(s, random))
        }
        assert found == {
            "Shared it with Ben",
            "Wrote a post -- and shared it with Ben",
            "Lower the price today",
            "Enjoyed reading your letter",
            "Reading your letter",
        }

    def test_other_verbs(self) -> None:
        imperative = wording.make_imperative(sentence("You should ask"))
        random = Random(1)
        texts = {wording.replace_verb(imperative, random).text for _ in range(500)}
        assert {"Book your clients.", "Track your clients."} <= texts
        unchanged = sentence("Anna wrote")
        assert wording.replace_verb(unchanged, Random(1)) == unchanged

    def test_a_full_stop_that_something_hangs_on_stays(self) -> None:
        assert layout.drop_final_period(sentence("We shipped"), (".",)).text == "We shipped it"
        assert layout.drop_final_period(sentence("Please"), (".",)) == sentence("Please")

    def test_mentions_leave_names_of_two_words_alone(self) -> None:
        (passage,) = [document for document in tiny() if document[0].text.startswith("Anna")]
        texts = {
            surface.add_mentions(passage, Random(seed))[0].words[0].form[0] for seed in range(50)
        }
        assert texts == {"A", "@", "#"}

    @pytest.mark.parametrize(
        "rewrite",
        [surface.add_emoji, surface.change_case, surface.change_typography, layout.break_lines],
    )
    def test_what_is_rewritten_looks_different(
        self, rewrite: Callable[[Passage, Random], Passage]
    ) -> None:
        passage = tiny()[1]
        assert any(rewrite(passage, Random(seed)) != passage for seed in range(20))

    def test_typography(self) -> None:
        texts = {
            s.text for seed in range(60) for s in surface.change_typography(tiny()[1], Random(seed))
        }
        assert "Anna wrote a post — and shared it with Ben." in texts
        assert "Please send Ben the “new” plan!" in texts


class TestTraining:
    def test_the_command_makes_a_pipeline(self, treebank: Path, tmp_path: Path) -> None:
        pytest.importorskip("spacy_lookups_data")
        output = tmp_path / "pipeline"
        arguments = [str(treebank), "--output", str(output), "--max-steps", "3"]
        result = CliRunner().invoke(train_command, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        assert "| sentence ends" in result.output

        nlp = spacy.load(output)
        assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "lemmatizer"]
        doc = nlp("We need #growth, @devon_lee!\n\n($5) 🚀")
        assert all(token.tag_ and token.dep_ and token.pos_ for token in doc)
        assert "#growth" in [token.text for token in doc]
        assert str(tmp_path) not in (output / "config.cfg").read_text(encoding="utf-8")
        assert "software" not in (output / "vocab" / "strings.json").read_text(encoding="utf-8")

    def test_evaluation(self, treebank: Path) -> None:
        result = CliRunner().invoke(
            evaluate_command, [str(SHIPPED), str(treebank)], catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        scores = evaluate(SHIPPED, treebank)
        assert result.output == scores.table() + "\n"
        assert scores.grammar.upos > 0.9
        assert scores.grammar.las <= scores.grammar.uas <= 1
        assert scores.sentences.one_per_line == 1


class TestShipped:
    def test_the_description(self) -> None:
        meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
        assert (meta["lang"], meta["name"], meta["version"]) == ("en", "postlint_ewt", "0.1.0")
        assert meta["license"] == "CC BY-SA 4.0"
        assert "Attribution-ShareAlike" in (SHIPPED / "LICENSE.txt").read_text(encoding="utf-8")

    def test_it_is_built_as_the_training_says(self) -> None:
        said, shipped = (
            spacy.util.load_config(folder / "config.cfg")
            for folder in (SHIPPED.parent / "training" / "english", SHIPPED)
        )
        # These two gain the lemmatizer, which is not trained.
        assert shipped["nlp"].pop("pipeline") == [*said["nlp"].pop("pipeline"), "lemmatizer"]
        said["training"].pop("score_weights")
        assert is_within(said, shipped)

    def test_no_code(self) -> None:
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
    def test_tags_and_mentions_are_one_token(
        self, shipped: Language, text: str, tokens: list[str]
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
    def test_lemmas(self, shipped: Language, text: str, lemmas: str) -> None:
        assert [token.lemma_ for token in shipped(text)] == lemmas.split()

    @pytest.mark.parametrize(
        ("form", "lemma"),
        [
            *((verb, verb) for verb in ("need", "feed", "speed", "succeed", "proceed", "exceed")),
            *((verb, verb) for verb in ("bleed", "breed", "seed", "heed", "weed", "embed", "shed")),
            *(
                (verb, verb)
                for verb in ("bed", "red", "bring", "focus", "discuss", "press", "miss")
            ),
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
    def test_lemmas_of_verbs(self, shipped: Language, form: str, lemma: str) -> None:
        doc = Doc(shipped.vocab, words=[form], pos=["VERB"])
        assert shipped.get_pipe("lemmatizer")(doc)[0].lemma_ == lemma

    @pytest.mark.parametrize(
        ("form", "lemma"),
        [("'m", "be"), ("’re", "be"), ("wo", "will"), ("Should", "should"), ("ought", "ought")],
    )
    def test_lemmas_of_auxiliaries(self, shipped: Language, form: str, lemma: str) -> None:
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
    def test_tags(self, shipped: Language, text: str, tags: str) -> None:
        assert [token.tag_ for token in shipped(text)] == tags.split()

    def test_grammar(self, shipped: Language) -> None:
        doc = shipped("Share this with your team")
        assert doc[0].dep_ == "ROOT"
        assert doc[0].morph.get("Mood", []) == ["Imp"]
        doc = shipped("My clients wanted a better price.")
        assert [token.text for token in doc if token.dep_ == "nsubj"] == ["clients"]

    def test_lines_without_full_stops(self, shipped: Language) -> None:
        lines = ["I quit my job", "It was hard", "What would you do?", "#career #change"]
        doc = shipped("\n\n".join(lines))
        assert [s.text.strip() for s in doc.sents] == lines

    @needs_treebank
    def test_scores(self) -> None:
        scores = evaluate(SHIPPED, Path(DATA or "", "english"))
        assert scores.grammar.upos > 0.935
        assert scores.grammar.las > 0.80
        assert scores.sentences.without_periods > 0.965
