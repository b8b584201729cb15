"""Words of posts that treebanks lack: handles, emoji, links, and verbs that posts begin with."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


EMOJI = (
    *"🚀🔥💡🎉👏🙏😂😅👇👉✨💪🤔📈🎯👀❤😍💯🙌⚡🧵📌🎓🤝😊🥳😭🌍✅❌",
    *_words("❤️ 👉🏽 🙋‍♀️ 👨‍💻 :) :-) 😀😀"),
)

HASHTAGS = _words(
    """100DaysOfCode AI BuildInPublic Careers DataScience Python SaaS growth hiring leadership
    marketing mindset networking opensource productivity remotework sales startups"""
)
HANDLES = _words(
    "TheRealDeal acmecorp annak devon_lee jsmith marco_p openai priya.k sarahb teamnova"
)
LINKS = _words(
    """https://lnkd.in/eXy12ab https://example.com/post www.acme.io bit.ly/3xYzAb
    https://github.com/acme/tool https://youtu.be/abc123"""
)

BASE_FORMS = _words(
    """ask block bookmark book build comment drag drop email follow forward hire join list map mark
    message pitch plan rank register reply report repost save share ship stop subscribe swap tag
    test track vote"""
)
PAST_FORMS = _words(
    """bootstrapped booked broke built closed drove flew grew hired interviewed joined launched left
    lost met pitched pivoted published quit raised shipped signed sold spoke tested woke won
    wrote"""
)
