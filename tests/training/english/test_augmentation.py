"""Making passages of the treebank look like posts."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from postlint.training.english import layout, orthography, rewrites
from postlint.training.english.augmentation import LABEL_SAMPLE, augment_passage
from postlint.training.english.corpus import to_doc
from postlint.training.english.treebank import Passage
from tests.training.english.tiny_treebank import assert_is_tree, sentence, tiny_documents

seeds = st.integers(min_value=0, max_value=2**32)


@settings(deadline=None)
@given(seeds)
def test_augmented_sentences_stay_trees(seed: int) -> None:
    random = Random(seed)
    for passage in tiny_documents():
        post = augment_passage(passage, random)
        for rewritten in post:
            assert_is_tree(rewritten)
            assert not rewritten.words[-1].space_after
        assert len(list(to_doc(Vocab(), post).sents)) == len(post)


def test_label_sample_has_all_labels_that_augmentation_adds() -> None:
    def labels(posts: list[Passage]) -> set[tuple[str, ...]]:
        words = [word for post in posts for s in post for word in s.words]
        return (
            {("tag", word.xpos) for word in words}
            | {("features", word.upos, word.feats) for word in words}
            | {("relation", word.dep) for word in words}
        )

    random = Random(1)
    posts = [augment_passage(passage, random) for _ in range(500) for passage in tiny_documents()]
    assert labels(posts) <= labels(tiny_documents()) | labels([LABEL_SAMPLE])
    assert labels([LABEL_SAMPLE]) - labels(tiny_documents()), "the treebank has all labels"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You should ask", "Ask your clients."),
        ("We need to lower", "Lower the price today."),
        ("Please send", 'Send Ben the "new" plan!'),
        ("Anna wrote", "Anna wrote a post -- and shared it with Ben."),
    ],
)
def test_make_imperative(before: str, after: str) -> None:
    rewritten = rewrites.make_imperative(sentence(before))
    assert rewritten.text == after
    assert_is_tree(rewritten)
    is_new = rewritten != sentence(before)
    assert (rewritten.words[0].feats == rewrites.IMPERATIVE_FEATS) == is_new


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We shipped", "Shipped it."),
        ("I am happy", "Happy: we're hiring, and I enjoyed reading your letter."),
        ("I don't", "Don't sell software."),
        ("You should", "You should ask your clients."),
    ],
)
def test_drop_subject(before: str, after: str) -> None:
    assert rewrites.drop_subject(sentence(before), Random(1)).text == after


def test_extract_clause() -> None:
    random = Random(2)
    found = {
        clause.text.rstrip(".!")
        for _ in range(50)
        for document in tiny_documents()
        for s in document
        if (clause := rewrites.extract_clause(s, random))
    }
    assert found == {
        "Shared it with Ben",
        "Wrote a post -- and shared it with Ben",
        "Lower the price today",
        "Enjoyed reading your letter",
        "Reading your letter",
    }


def test_replace_verb_uses_verbs_that_posts_begin_with() -> None:
    imperative = rewrites.make_imperative(sentence("You should ask"))
    random = Random(1)
    texts = {rewrites.replace_verb(imperative, random).text for _ in range(500)}
    assert {"Book your clients.", "Track your clients."} <= texts
    unchanged = sentence("Anna wrote")
    assert rewrites.replace_verb(unchanged, Random(1)) == unchanged


def test_drop_final_period_keeps_a_period_with_dependents() -> None:
    assert layout.drop_final_period(sentence("We shipped"), (".",)).text == "We shipped it"
    assert layout.drop_final_period(sentence("Please"), (".",)) == sentence("Please")


def test_add_mentions_keeps_names_of_two_words() -> None:
    (passage,) = [document for document in tiny_documents() if document[0].text.startswith("Anna")]
    texts = {
        orthography.add_mentions(passage, Random(seed))[0].words[0].form[0] for seed in range(50)
    }
    assert texts == {"A", "@", "#"}


@pytest.mark.parametrize(
    "rewrite",
    [
        orthography.add_emoji,
        orthography.change_case,
        orthography.change_typography,
        layout.break_lines,
    ],
)
def test_augmentation_changes_the_text(rewrite: Callable[[Passage, Random], Passage]) -> None:
    passage = tiny_documents()[1]
    assert any(rewrite(passage, Random(seed)) != passage for seed in range(20))


def test_change_typography() -> None:
    texts = {
        s.text
        for seed in range(60)
        for s in orthography.change_typography(tiny_documents()[1], Random(seed))
    }
    assert "Anna wrote a post — and shared it with Ben." in texts
    assert "Please send Ben the “new” plan!" in texts


def test_break_lines_puts_sentences_on_separate_lines() -> None:
    passage = tiny_documents()[0]
    broken = [layout.break_lines(passage, Random(seed)) for seed in range(20)]
    assert any(all("\n" in s.whitespace_after for s in lines) for lines in broken)
    bullets = {bullet.form for bullet in layout.BULLETS}
    assert any(lines[0].words[0].form in bullets for lines in broken)


def test_drop_periods_drops_some() -> None:
    passage = tiny_documents()[0]
    endings = {
        dropped[0].text
        for seed in range(20)
        for dropped in [layout.drop_periods(passage, Random(seed))]
    }
    assert endings == {"I don't sell software.", "I don't sell software"}


def test_add_hashtag_line_ends_with_hashtags() -> None:
    posts = [layout.add_hashtag_line(tiny_documents()[0], Random(seed)) for seed in range(20)]
    assert all(word.form.startswith("#") for post in posts for word in post[-1].words)
    assert {len(post) for post in posts} == {5, 6}, "sometimes with a link"


def test_add_emoji_puts_them_before_or_after_sentences() -> None:
    passage = (sentence("We shipped"),)
    texts = {orthography.add_emoji(passage, Random(seed))[0].text for seed in range(60)}
    plain = "We shipped it."
    assert plain in texts
    assert any(text.startswith(plain) and text != plain for text in texts)
    assert any(text.endswith(plain) and text != plain for text in texts)


def test_change_case_writes_lowercase_or_uppercase() -> None:
    passage = (sentence("We shipped"),)
    texts = {orthography.change_case(passage, Random(seed))[0].text for seed in range(300)}
    assert {"We shipped it.", "we shipped it.", "WE SHIPPED IT."} <= texts
