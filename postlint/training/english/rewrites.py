"""Rewrites sentences the way posts do: imperatives, dropped subjects, clauses as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from postlint.training.english.post_vocabulary import BASE_FORMS, PAST_FORMS
from postlint.training.english.treebank import TreebankSentence, TreebankToken

IMPERATIVE_FEATS = "Mood=Imp|VerbForm=Fin"
"""Morphological features of an imperative."""

_FIRST_PERSON = frozenset({"i", "we"})
_MODALS = frozenset({"should", "can", "must", "could", "shall"})
_NEED_TO = frozenset({"need", "have", "want", "got"})
_BE_FORMS = frozenset({"am", "'m", "m", "are", "'re"})
_CLAUSE_DEPS = frozenset({"acl", "advcl", "xcomp"})


def make_imperative(sentence: TreebankSentence) -> TreebankSentence:
    """Turn sentences such as "You should ask." into "Ask."."""
    start = 0
    if len(sentence) >= 5:
        first, second, third, fourth = sentence.words[:4]
        if first.form.lower() == "please" and second.xpos == "VB":
            start = 1
        elif first.form.lower() in _FIRST_PERSON | {"you"} and first.dep == "nsubj":
            if second.form.lower() in _MODALS and third.xpos == "VB":
                start = 2
            elif (
                second.form.lower() in _NEED_TO
                and sentence.root == 1
                and (third.xpos, fourth.xpos) == ("TO", "VB")
                and fourth.head == 1
            ):
                sentence = sentence.reroot(3)
                start = 3
    rest = sentence.subtree(start, len(sentence)) if start else None
    return _imperative(rest) if rest else sentence


def drop_subject(sentence: TreebankSentence, random: Random) -> TreebankSentence:
    """Turn "I shipped it." and "We are hiring." into "Shipped it." and "Hiring."."""
    if len(sentence) < 4:
        return sentence
    subject, verb, after = sentence.words[:3]
    is_first_person = subject.form.lower() in _FIRST_PERSON and subject.dep.startswith("nsubj")
    if not is_first_person or subject.head != sentence.root:
        return sentence
    form = verb.form.lower().replace("’", "'")
    start = 0
    if form in _BE_FORMS:
        if after.xpos in {"JJ", "VBG", "VBN", "IN", "RB"}:
            start = 2
    elif verb.xpos == "VBP":
        # Less common in the present tense: "Love it" is, but "Work in sales" isn't.
        start = int(not form.startswith("'") and random.random() < 0.35)
    elif verb.xpos in {"VBD", "MD"}:
        start = int(not form.startswith("'"))
    elif verb.xpos == "RB" and after.xpos in {"VBD", "VBP"}:
        start = 1
    rest = sentence.subtree(start, len(sentence))
    return rest.capitalized() if start and rest else sentence


def replace_verb(sentence: TreebankSentence, random: Random) -> TreebankSentence:
    """Replace a verb with an object at the beginning by a verb that posts begin with.

    Few sentences of a treebank begin with verbs such as "Book" or "Comment", which also occur as
    nouns.
    """
    first = sentence.words[0]
    has_object = any(word.head == 0 and word.dep == "obj" for word in sentence.words)
    forms = {"VB": BASE_FORMS, "VBD": PAST_FORMS}.get(first.xpos)
    if sentence.root != 0 or first.upos != "VERB" or not has_object or not forms:
        return sentence
    verb = replace(first, form=random.choice(forms))
    return replace(sentence, words=(verb, *sentence.words[1:])).capitalized()


def extract_clause(sentence: TreebankSentence, random: Random) -> TreebankSentence | None:
    """Return a clause as a separate sentence; None if there's no suitable one.

    "I want to build a team" gives "Build a team."; "… and cooked dinner" gives "Cooked dinner.".
    """
    clauses = list(_clauses(sentence, random))
    if not clauses:
        return None
    clause = random.choice(clauses)
    clause = _imperative(clause) if clause.words[0].xpos == "VB" else clause.capitalized()
    ending = random.random()
    if ending >= 0.75:
        return clause
    stop = TreebankToken("." if ending < 0.6 else "!", "PUNCT", ".", "punct")
    return clause.append_word(stop, space_before=False)


def _clauses(sentence: TreebankSentence, random: Random) -> Iterator[TreebankSentence]:
    """Yield each verb with the words after it that depend on it."""
    for place, word in enumerate(sentence.words):
        if place == 0 or word.upos != "VERB" or not _can_start(sentence, place, random):
            continue
        stop = place + 1
        while stop < len(sentence) and _is_descendant(sentence, stop, place):
            stop += 1
        while sentence.words[stop - 1].upos == "PUNCT":
            stop -= 1
        clause = sentence.subtree(place, stop, root=place)
        if clause and 3 <= len(clause) <= 22 and _is_closed(clause):
            yield clause


def _can_start(sentence: TreebankSentence, place: int, random: Random) -> bool:
    """Return whether a sentence can begin with this verb: "build" of "to build", "cooked"."""
    verb, before = sentence.words[place], sentence.words[place - 1]
    if verb.xpos == "VB":
        return before.xpos == "TO" and before.head == place
    if verb.xpos == "VBG":
        return verb.dep in _CLAUSE_DEPS and random.random() < 0.4
    return verb.xpos == "VBD"


def _is_descendant(sentence: TreebankSentence, place: int, top: int) -> bool:
    while place != top:
        head = sentence.words[place].head
        if head == place:
            return False
        place = head
    return True


def _is_closed(sentence: TreebankSentence) -> bool:
    """Return whether it closes all brackets and quotation marks that it opens."""
    tags = [word.xpos for word in sentence.words]
    return tags.count("-LRB-") == tags.count("-RRB-") and tags.count("``") == tags.count("''")


def _imperative(sentence: TreebankSentence) -> TreebankSentence:
    verb = replace(sentence.words[0], feats=IMPERATIVE_FEATS)
    return replace(sentence, words=(verb, *sentence.words[1:])).capitalized()
