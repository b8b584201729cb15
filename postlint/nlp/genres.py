"""Genres of posts, such as news of an event or an award, by the words in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.nlp.post import Post


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GENRES: Mapping[str, frozenset[str]] = {
    "event": _words(
        "conference conferences summit webinar webinars workshop workshops meetup meetups panel "
        "keynote exhibition festival congress symposium hackathon attendees speaker speakers booth "
        "talk register tickets event events"
    ),
    "launch": _words(
        "launch launched launching launches release released releasing releases introducing "
        "introduce announce announced announcing unveiled rollout beta feature features new"
    ),
    "hiring": _words(
        "hiring hires vacancy vacancies apply candidate candidates role recruit recruiting "
        "recruiter internship intern interns applicants job jobs position resume cv career"
    ),
    "award": _words(
        "award awards awarded won winner winners winning shortlisted shortlist prize nominated "
        "nomination honoured honored finalist recognised recognized milestone anniversary proud"
    ),
    "reading": _words(
        "book books article podcast episode chapter author report study essay interview read "
        "reading webcast video paper papers piece published"
    ),
    "opinion": _words(
        "believe opinion opinions should shouldn't wrong overrated underrated agree disagree argue "
        "unpopular controversial myth myths must truth think"
    ),
    "travel": _words(
        "airport flight flights train hotel trip travel travelling traveling landed plane beach "
        "vacation city country road"
    ),
    "food": _words(
        "breakfast lunch dinner coffee tea cake pizza recipe cooking cooked baked baking "
        "restaurant pub beer wine eat eating ate cafe café chocolate food delicious"
    ),
    "sport": _words(
        "match goal marathon running gym race season league workout football soccer cricket tennis "
        "golf yoga bike cycling basketball baseball players coach playoffs"
    ),
    "family": _words(
        "wife husband son daughter kid kids children mum mom dad mother father brother sister "
        "grandma grandpa grandmother grandfather baby toddler nephew niece girlfriend boyfriend "
        "family wedding birthday school dog cat"
    ),
    "tool": _words(
        "app apps tool tools software plugin plugins code api spreadsheet template templates setup "
        "browser server database script dashboard install version"
    ),
}
"""The words of each genre, in lowercase. A post may have several genres, or no genre."""

_MIN_WORDS = 2
"""The fewest distinct words of a genre in a post: a single word is too ambiguous."""


def detect_genres(words: Iterable[str]) -> frozenset[str]:
    """Return the genres that some words in lowercase indicate."""
    distinct = frozenset(words)
    return frozenset(
        genre for genre, listed in GENRES.items() if len(distinct & listed) >= _MIN_WORDS
    )


def detect_post_genres(post: Post) -> frozenset[str]:
    """Return the genres that the words of a post indicate."""
    return detect_genres(token.lower_ for block in post.blocks for token in block.doc)
