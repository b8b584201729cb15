"""Analysis of drafts: their blocks are parsed and split into sentences with cues."""

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
from postlint.nlp.tokens import word_starts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from postlint.core.profile import Profile
    from postlint.document.draft import Draft
    from postlint.document.prose import Prose
    from postlint.nlp.profile_matcher import ProfileMatcher

_FINAL_QUESTION_MARK = re.compile(r"\?[^\w?]*\Z")
"""A question mark without words after it; emoji and brackets may follow."""

_ABOUT: Sequence[tuple[frozenset[str], About]] = (
    (frozenset({"quoted"}), "other"),
    (frozenset({"about-author", "about-firm", "dropped-subject"}), "author"),
    (frozenset({"reader-subject", "command", "call-to-action"}), "reader"),
    (frozenset({"about-clients"}), "client"),
    (frozenset({"reader-word"}), "reader"),
    (frozenset({"author-word", "firm-word"}), "author"),
)
"""Who a sentence is about, by its cues; the first row that applies decides."""


def analyze(
    drafts: Iterable[tuple[Draft, Sequence[Prose]]], cache: AnalysisCache | None = None
) -> Iterator[Post]:
    """Yield a post for each draft, in order.

    Args:
        drafts: drafts with the blocks to analyze. At most a batch of them is read ahead.
        cache: earlier analyses; only blocks that aren't in it are analyzed.
    """
    if cache is not None:
        yield from (
            _build_post(draft, _analyze_with_cache(draft, blocks, cache))
            for draft, blocks in drafts
        )
        return
    drafts, ahead = tee(drafts)
    docs = parse(text for _, blocks in ahead for _, text in dict.fromkeys(map(_block_key, blocks)))
    for draft, blocks in drafts:
        yield _build_post(draft, _analyze_blocks(blocks, docs, _profile_matcher(draft.profile)))


def _analyze_with_cache(
    draft: Draft, blocks: Sequence[Prose], cache: AnalysisCache
) -> list[AnalyzedBlock]:
    """Return the analysis of a draft's blocks, and add it to the cache."""
    profile = draft.profile.model_dump_json()
    cached = [cache.get(prose, profile) for prose in blocks]
    missing = [prose for prose, block in zip(blocks, cached, strict=True) if block is None]
    texts = [text for _, text in dict.fromkeys(map(_block_key, missing))]
    new_blocks = _analyze_blocks(missing, parse(texts), _profile_matcher(draft.profile))
    analyzed = [block or next(new_blocks) for block in cached]
    for block in analyzed:
        cache.put(block, profile)
    return analyzed


def _analyze_blocks(
    blocks: Iterable[Prose], docs: Iterator[Doc], matcher: ProfileMatcher | None
) -> Iterator[AnalyzedBlock]:
    """Yield the analysis of blocks; `docs` has one document for each distinct block key."""
    analyzed: dict[tuple[str, str], AnalyzedBlock] = {}
    for prose in blocks:
        key = _block_key(prose)
        if key in analyzed:
            yield analyzed[key].with_prose(prose)
            continue
        block = Block(prose, next(docs))
        analyzed[key] = AnalyzedBlock(block, tuple(_split_sentences(block, matcher)))
        yield analyzed[key]


def _block_key(prose: Prose) -> tuple[str, str]:
    """Return the kind and text of a block, which determine its analysis."""
    return prose.kind, prose.text.replace("\n", " ") if prose.wrapped else prose.text


def _build_post(draft: Draft, analyzed: Iterable[AnalyzedBlock]) -> Post:
    analyzed = list(analyzed)
    blocks = tuple(item.block for item in analyzed)
    matcher = _profile_matcher(draft.profile)
    sentences = [sentence for item in analyzed for sentence in item.sentences]
    context_cues = find_question_cues(sentences)
    if matcher:
        context_cues = [
            cues | matcher.find_concern_cues(sentences, index)
            for index, cues in enumerate(context_cues)
        ]
    with_context_cues = tuple(
        replace(sentence, cues=sentence.cues | cues) if cues else sentence
        for sentence, cues in zip(sentences, context_cues, strict=True)
    )
    words = sum(len(word_starts(block.doc)) for block in blocks)
    return Post(draft, blocks, with_context_cues, words)


def _profile_matcher(profile: Profile) -> ProfileMatcher | None:
    if not profile:
        return None
    # Imported late: only needed with a profile.
    from postlint.nlp.profile_matcher import ProfileMatcher

    return ProfileMatcher(profile)


def _split_sentences(block: Block, matcher: ProfileMatcher | None) -> Iterator[Sentence]:
    text = block.prose.text
    quoted = Quotations(text)
    for span in block.doc.sents:
        untrimmed = text[span.start_char : span.end_char]
        if words := untrimmed.strip():
            start = span.start_char + untrimmed.index(words)
            yield _analyze_sentence(block, span, start, start + len(words), quoted, matcher)


def _analyze_sentence(
    block: Block,
    span: Span,
    start: int,
    end: int,
    quoted: Quotations,
    matcher: ProfileMatcher | None,
) -> Sentence:
    author_text = extract_author_text(span, quoted)
    is_quoted = block.prose.kind == "quote" or (
        start in quoted and len(author_text.tokens) * 2 < len(span)
    )
    cues = set(find_cues(span, author_text))
    if matcher:
        cues |= matcher.find_name_cues(span, author_text)
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
    addresses_reader = bool(cues & {"reader-word", "command", "call-to-action"})
    return Sentence(
        block=block,
        start=start,
        end=end,
        tokens=span,
        about=next((about for signs, about in _ABOUT if not cues.isdisjoint(signs)), "other"),
        speaks_to="reader" if addresses_reader and not is_quoted else "nobody",
        act=act,
        quoted=is_quoted,
        cues=frozenset(cues),
    )
