"""The request `postlint/report`: what an editor can show about a draft besides its findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from typing import Any

from postlint.core.platforms import PLATFORMS
from postlint.core.profile import Profile
from postlint.core.terminal_text import one_line
from postlint.diagnostics.finding import SEVERITIES, Finding
from postlint.diagnostics.result import PostResult, SentenceResult
from postlint.document.draft import Draft
from postlint.document.preview import Preview, previews
from postlint.scoring.headline import UNSCORED
from postlint.scoring.labels import PostLabels
from postlint.server.documents import OpenDraft

REPORT = "postlint/report"

_TESTS = {
    "interest": ("Interest", "Does it matter to a client?"),
    "interaction": ("Interaction", "Can readers answer?"),
    "audience": ("Audience", "Is it in your clients' words, and where they are?"),
    "focus": ("Focus", "Do you post in few enough places to be seen there?"),
    "return": ("Return", "Does it lead to a next step?"),
}
"""The tests of a post by the categories of rules: their names, and what they ask."""

_LABELS = {
    "interest": (
        "tie",
        "It connects to the reader, or to how you help.",
        "It doesn't connect to the reader, or to how you help.",
    ),
    "interaction": ("question", "It asks readers something.", "It doesn't ask readers anything."),
}
"""The labels that show whether a post passes a test: what it does then, and what it lacks."""

_UNCLEAR = {
    "interest": "A personal moment doesn't need to be useful.",
    "interaction": "A personal moment doesn't need a question.",
    "focus": "One post can't show this. The command `postlint audit` looks at all of them.",
}
"""What to say of a test by category, if the post neither passes nor fails it."""

FIRST_QUESTIONS = (
    "Who do you want to read this?",
    "What did a client ask you lately?",
    "What can your reader do, avoid, or decide after reading this?",
    "What happened, and how many, how much, or when?",
    "What do you want readers to ask or tell you?",
)
"""Questions for an empty draft."""


def report(draft: OpenDraft) -> dict[str, Any]:
    """Return what `docs/editors.md` describes, as JSON data."""
    if not draft.result.posts:
        return {"error": draft.result.error, "posts": []}
    drafts = draft.result.drafts
    posts = [
        _post(draft, post, drafts[post.ordinal - 1])
        for post in draft.result.posts
        if post.ordinal <= len(drafts)
    ]
    return {"error": draft.result.error, "posts": posts}


def _post(draft: OpenDraft, post: PostResult, read: Draft) -> dict[str, Any]:
    is_empty = not post.source.text[post.body.start : post.body.end].strip()
    return {
        "range": draft.text.range(post.text_span),
        "platform": post.platform,
        "relevance": None if post.headline in UNSCORED else post.relevance,
        "relevant": post.relevant,
        "headline": post.headline,
        "verdict": post.verdict,
        "labels": asdict(post.labels) if post.labels else None,
        "notices": [] if is_empty else [one_line(notice) for notice in post.notices],
        "reasons": [{"effect": one.effect, "text": one.text} for one in post.reasons],
        "sentences": [
            _sentence(draft, sentence) for sentence in post.sentences if sentence.probabilities
        ],
        "checklist": list(_checklist(draft, post, post.labels, read.profile))
        if post.labels
        else [],
        "questions": list(FIRST_QUESTIONS if is_empty else _questions(draft, post.findings)),
        "previews": list(map(_preview, previews(read, PLATFORMS.values()))),
    }


def _sentence(draft: OpenDraft, sentence: SentenceResult) -> dict[str, Any]:
    return {
        "range": draft.text.range(sentence.span),
        "about": sentence.about,
        "speaksTo": sentence.speaks_to,
        "quoted": sentence.quoted,
    }


def _checklist(
    draft: OpenDraft, post: PostResult, labels: PostLabels, profile: Profile
) -> Iterator[dict[str, Any]]:
    """Yield each test with what the post does, and what it lacks."""
    rules = draft.result.rules
    for category, (name, question) in _TESTS.items():
        items: list[tuple[str, bool | None]] = [
            (one_line(finding.message), False)
            for finding in post.findings
            if finding.rule in rules and rules[finding.rule].category == category
        ]
        if category in _LABELS:
            label, yes, no = _LABELS[category]
            if getattr(labels, label):
                items.insert(0, (yes, True))
            elif not items and not labels.anecdote:
                items.append((no, False))
        if category == "audience" and not items:
            items.append(_check_audience(post.platform, profile))
        if category == "return" and not items:
            items.append(("Nothing keeps a reader from a next step.", True))
        items = items or [(_UNCLEAR[category], None)]
        yield {
            "test": name,
            "question": question,
            "items": [{"text": text, "met": met} for text, met in items],
        }


def _check_audience(platform: str | None, profile: Profile) -> tuple[str, bool | None]:
    """Return whether clients are where a post goes, in words, and as the checklist's `met`."""
    if not profile.platforms:
        return "To check this, say in your profile where your clients are.", None
    if platform is None:
        return "To check this, choose a platform.", None
    here = PLATFORMS[platform].display_name
    if platform in profile.platforms:
        return f"Your profile says that your clients are on {here}.", True
    listed = " and ".join(PLATFORMS[name].display_name for name in profile.platforms)
    return f"This is for {here}, but your profile says that your clients are on {listed}.", False


def _questions(draft: OpenDraft, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the questions of the rules that flag the post, most serious first."""
    rules = draft.result.rules
    found = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity), reverse=True)
    questions = (rules[one.rule].questions for one in found if one.rule in rules)
    yield from dict.fromkeys(chain.from_iterable(questions))


def _preview(found: Preview) -> dict[str, Any]:
    def units(offset: int | None) -> int | None:
        return None if offset is None else _utf16_length(found.text[:offset])

    return {
        "platform": found.platform,
        "name": found.name,
        "text": found.text,
        "length": found.length,
        "limit": found.limit,
        "visible": units(found.fold),
        "withinLimit": units(found.end),
        "thread": list(found.thread),
        "lost": list(found.lost),
    }


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def document_uri(params: Mapping[str, Any]) -> str | None:
    """Return the URI of a request's document; None if it has none."""
    document = params.get("textDocument")
    uri = document.get("uri") if isinstance(document, Mapping) else None
    return uri if isinstance(uri, str) else None
