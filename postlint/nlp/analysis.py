"""From drafts to posts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import tee
from typing import TYPE_CHECKING

from postlint.nlp import phrases
from postlint.nlp.analysis_cache import AnalysisCache, AnalyzedBlock
from postlint.nlp.cues import extract_author_text, find_cues
from postlint.nlp.post import About, Act, Block, Post, Sentence
from postlint.nlp.question_cues import find_question_cues
from postlint.nlp.quotation import Quotations
from postlint.nlp.spacy_pipeline import parse
from postlint.nlp.tokens import count_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from postlint.core.profile import Profile
    from postlint.document.draft import Draft
    from postlint.document.prose import Prose
    from postlint.nlp.profile_matcher import ProfileMatcher

_FINAL_QUESTION_MARK = re.compile(r"\?[^\w?]*\Z")
"""A question mark after which no more words come: emoji and brackets may."""


def analyze(
    drafts: Iterable[tuple[Draft, Sequence[Prose]]], memory: AnalysisCache | None = None
) -> Iterator[Post]:
    """Yield a post for each draft with the blocks to analyze, in order.

    Drafts are read ahead by a batch and no more. With a memory, only blocks that are not in it
    are analyzed.
    """
    if memory is not None:
        yield from (
            _build_post(draft, _analyze_with_cache(draft, blocks, memory))
            for draft, blocks in drafts
        )
        return
    drafts, ahead = tee(drafts)
    docs = parse(text for _, blocks in ahead for _, text in dict.fromkeys(map(_block_key, blocks)))
    for draft, blocks in drafts:
        yield _build_post(draft, _analyze_blocks(blocks, docs, _profile_matcher(draft.profile)))


def _analyze_with_cache(
    draft: Draft, blocks: Sequence[Prose], memory: AnalysisCache
) -> list[AnalyzedBlock]:
    """Return the analysis of a draft's blocks, and keep in memory what is new."""
    profile = draft.profile.model_dump_json()
    known = [memory.get(prose, profile) for prose in blocks]
    new = [prose for prose, one in zip(blocks, known, strict=True) if one is None]
    texts = [text for _, text in dict.fromkeys(map(_block_key, new))]
    new_analyses = _analyze_blocks(new, parse(texts), _profile_matcher(draft.profile))
    found = [one or next(new_analyses) for one in known]
    for one in found:
        memory.put(one, profile)
    return found


def _analyze_blocks(
    blocks: Iterable[Prose], docs: Iterator[Doc], market: ProfileMatcher | None
) -> Iterator[AnalyzedBlock]:
    """Yield the analysis of blocks; `docs` has one for each that differs in kind or words."""
    known: dict[tuple[str, str], AnalyzedBlock] = {}
    for prose in blocks:
        words = _block_key(prose)
        if words in known:
            yield known[words].at(prose)
            continue
        block = Block(prose, next(docs))
        known[words] = AnalyzedBlock(block, tuple(_split_sentences(block, market)))
        yield known[words]


def _block_key(prose: Prose) -> tuple[str, str]:
    """Return what the analysis of a block rests on."""
    return prose.kind, prose.text.replace("\n", " ") if prose.wrapped else prose.text


def _build_post(draft: Draft, analyzed: Iterable[AnalyzedBlock]) -> Post:
    analyzed = list(analyzed)
    blocks = tuple(one.block for one in analyzed)
    market = _profile_matcher(draft.profile)
    sentences = [sentence for one in analyzed for sentence in one.sentences]
    found = find_question_cues(sentences)
    if market:
        found = [
            cues | market.find_concern_cues(sentences, index) for index, cues in enumerate(found)
        ]
    with_question_cues = (
        replace(sentence, cues=sentence.cues | cues)
        for sentence, cues in zip(sentences, found, strict=True)
    )
    return Post(
        draft, blocks, tuple(with_question_cues), sum(count_words(block.doc) for block in blocks)
    )


def _profile_matcher(profile: Profile) -> ProfileMatcher | None:
    if not profile:
        return None
    # Imported late: without a profile no words are compared.
    from postlint.nlp.profile_matcher import ProfileMatcher

    return ProfileMatcher(profile)


def _split_sentences(block: Block, market: ProfileMatcher | None) -> Iterator[Sentence]:
    text = block.prose.text
    quoted = Quotations(text)
    for span in block.doc.sents:
        start, end = span.start_char, span.end_char
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield _analyze_sentence(block, span, start, end, quoted, market)


def _analyze_sentence(
    block: Block,
    span: Span,
    start: int,
    end: int,
    quoted: Quotations,
    market: ProfileMatcher | None,
) -> Sentence:
    author_text = extract_author_text(span, quoted)
    opens_quoted = start in quoted
    is_quoted = block.prose.kind == "quote" or (
        opens_quoted and len(author_text.tokens) * 2 < len(span)
    )
    cues = set(find_cues(span, author_text))
    if market:
        cues |= market.find_name_cues(span, author_text)
        if cues & {"author-word", "firm-word"}:
            cues.discard("no-person")
    if block.prose.kind == "heading":
        cues.add("heading")
    if is_quoted:
        cues.add("quoted")
    act: Act = "tells"
    mark = _FINAL_QUESTION_MARK.search(block.prose.text, start, end)
    if (mark and mark.start() not in quoted) or phrases.UNMARKED_QUESTION.search(author_text.text):
        act = "asks"
        cues.add("asks")
    elif cues & {"command", "call-to-action"}:
        act = "instructs"
    speaks = bool(cues & {"reader-word", "command", "call-to-action"})
    return Sentence(
        block=block,
        start=start,
        end=end,
        tokens=span,
        about=_about(cues),
        speaks_to="reader" if speaks and not is_quoted else "nobody",
        act=act,
        quoted=is_quoted,
        cues=frozenset(cues),
    )


def _about(cues: set[str]) -> About:
    if "quoted" in cues:
        return "other"
    if cues & {"about-author", "about-firm", "dropped-subject"}:
        return "author"
    if cues & {"reader-subject", "command", "call-to-action"}:
        return "reader"
    if "about-clients" in cues:
        return "client"
    if "reader-word" in cues:
        return "reader"
    if cues & {"author-word", "firm-word"}:
        return "author"
    return "other"
