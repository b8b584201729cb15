"""What can be noticed in a question, and in what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postlint.posts import lexicon
from postlint.posts.post import Sentence

DESCRIPTIONS = {
    "question": "a question",
    "question-open": "an open question (what, how, which…)",
    "question-why": "a why-question",
    "question-yes-no": "a yes/no question",
    "question-fragment": "a question without a verb",
    "question-to-reader": "a question that speaks to the reader",
    "question-to-anyone": "a question to anyone who reads it",
    "question-third-person": "a question about somebody else",
    "question-by-author": "a question about yourself",
    "question-impersonal": "a question that names nobody",
    "question-last": "a question at the end",
    "question-first": "a question at the start",
    "question-middle": "a question in the middle",
    "question-only": "a post that is one question",
    "question-then-answer": "a question answered in the next breath",
    "question-then-question": "a question followed by another",
    "question-then-link": "a question followed by a link",
    "question-then-offer": "a question followed by an offer",
    "question-then-we": "a question followed by you",
    "question-then-command": "a question followed by advice",
    "question-opinion": "a question for the reader's view",
    "question-hook": "a hook (\"Need…?\", \"Ready to…?\")",
    "question-did-you-know": "a \"did you know\"",
    "question-experience": "a question for the reader's experience",
    "question-rhetorical": "a rhetorical question",
    "question-tag": "a tag question (\"…, right?\")",
    "question-many": "many questions",
    "question-to-person": "a question to one person",
    "invitation": "an invitation to answer",
    "invitation-comment": "an invitation to comment",
}
"""What each question cue means, as a noun phrase."""

_OPINION = re.compile(
    r"\bwhat (?:do|did|would|are|is|was|'s|s|have|has)?\s*(?:you|your|yours|u)\b|\bwhat do (?:you|u) (?:think|say|make|reckon)\b|\bthoughts\s*\?|\bagree\s*\?"
    r"|\bwhich (?:one|of|\w+) (?:\w+ ){0,3}(?:you|your)\b|\bhow (?:do|did|would|are|have) (?:you|u)\b|\banything (?:else|to add)|\bwhat else\b"
    r"|\bwhat(?:'s| is| are) your\b|\bam i\b|\bdid i miss|\bwhat (?:have|did|am) i miss|\bany (?:other|thoughts|ideas|suggestions|questions|advice|recommendations|tips)\b"
)
_EXPERIENCE = re.compile(
    r"\b(?:have|has|did|do|are|were|would|will|could) (?:any of )?(?:you|anyone|anybody|any one|someone|u)\b|\b(?:anyone|anybody|any one|who(?:'s| is| else| wants| has| here))\b"
)
_HOOK = re.compile(
    r"^\W*(?:need|want|ready|looking|thinking|struggling|tired|raising|planning|interested|headed|curious|wondering|feeling|got|having|trying|in need|not sure|worried|stuck)\b"
)
_RHETORICAL = re.compile(
    r"\bwho (?:knew|cares|knows|needs|doesn't|wouldn't|said|would have)\b|\bwhy not\b|\bright\s*\?|\bcan you (?:believe|imagine)\b|\bisn't it\b|\bwhat (?:if|about)\b|\bguess what\b"
    r"|\b(?:wouldn't|isn't|aren't|doesn't|shouldn't|couldn't|don't|haven't|didn't)\b|\bhow (?:cool|awesome|amazing|great|hard|crazy|cute) (?:is|are)\b|\bget it\b|\byou know\s*\?|\bsound (?:familiar|good)"
)
_TAG = re.compile(r",\s*(?:right|eh|huh|no|yes|\w+n't (?:it|you|we|they|he|she)|(?:is|are|do|does|did|was|can) (?:it|you|we|they))\s*\?")
_INVITATION = re.compile(
    r"\b(?:let (?:me|us) know|tell (?:me|us)|share your|love to (?:hear|know)|like to (?:hear|know)|curious (?:to|what|how|if|whether)|look(?:ing)? forward to (?:hearing|your|reading)"
    r"|drop (?:your|a|them|it|me)|comment (?:below|your|with)|leave (?:a|your) comment|your thoughts|hit reply|reply (?:with|and|to)|in the comments?|comments? below|interested (?:in|to) (?:hear|know)|respond (?:to|with)|please (?:comment|share it here|do challenge)|what you think|send me your)\b"
)
_COMMENT = re.compile(r"\b(?:comments?|thoughts|below|reply|hear (?:from|your|about|what|how)|tell (?:me|us)|what you think|feedback|your (?:opinion|experience|view|choice|ideas))\b")


def find_question_cues(sentences: Sequence[Sentence], index: int) -> frozenset[str]:
    """Return the question cues of one sentence of a post; empty where it does not ask or invite."""
    sentence = sentences[index]
    text = sentence.text.lower().replace("’", "'")
    if sentence.quoted or "heading" in sentence.cues:
        return frozenset()
    cues = set()
    if _INVITATION.search(text) and sentence.act != "asks":
        cues.add("invitation")
        if _COMMENT.search(text):
            cues.add("invitation-comment")
    if sentence.act == "asks":
        cues |= _form_cues(sentence, text) | _place_cues(sentences, index)
    return frozenset(cues)


def _form_cues(sentence: Sentence, text: str) -> set[str]:
    words = [word.strip(".,;:!?\"“”()*_…") for word in text.split()]
    words = [word for word in words if word and not word.startswith(("#", "@"))]
    opening = set(words[:3])
    cues = {"question"}
    if opening & lexicon.WH_WORDS:
        cues.add("question-why" if "why" in opening else "question-open")
    elif opening & lexicon.AUXILIARIES:
        cues.add("question-yes-no")
    elif len(words) <= 4:
        cues.add("question-fragment")
    if sentence.cues & {"reader-word", "reader-subject"}:
        cues.add("question-to-reader")
    elif _EXPERIENCE.search(text):
        cues.add("question-to-anyone")
    elif "author-word" in sentence.cues:
        cues.add("question-by-author")
    elif sentence.cues & {"about-clients", "clients"}:
        cues.add("question-third-person")
    else:
        cues.add("question-impersonal")
    for cue, pattern in (
        ("question-opinion", _OPINION), ("question-experience", _EXPERIENCE), ("question-hook", _HOOK),
        ("question-rhetorical", _RHETORICAL), ("question-tag", _TAG),
    ):  # fmt: skip
        if pattern.search(text):
            cues.add(cue)
    if "did you know" in text:
        cues.add("question-did-you-know")
    if "@" in text.split(" ")[0]:
        cues.add("question-to-person")
    return cues


def _place_cues(sentences: Sequence[Sentence], index: int) -> set[str]:
    spoken = [place for place, other in enumerate(sentences) if "tags" not in other.cues]
    cues = set()
    if len(spoken) <= 1:
        cues.add("question-only")
    elif index >= spoken[-1]:
        cues.add("question-last")
    elif index <= spoken[0]:
        cues.add("question-first")
    else:
        cues.add("question-middle")
    following = next((sentences[place] for place in spoken if place > index), None)
    if following is None:
        return cues
    if following.act == "asks":
        cues.add("question-then-question")
    elif following.act == "instructs":
        cues.add("question-then-command")
    elif following.cues & {"about-firm", "about-author"}:
        cues.add("question-then-we")
    elif "fragment" in following.cues or following.text.lower().startswith(("yes", "no", "because", "the answer", "it", "that")):
        cues.add("question-then-answer")
    if following.cues & {"we-help", "call-to-action", "contact", "so-you-can"}:
        cues.add("question-then-offer")
    if following.block.prose.links:
        cues.add("question-then-link")
    return cues
