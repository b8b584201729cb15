"""The facts that postlint knows about a platform."""

from __future__ import annotations

from dataclasses import dataclass

from postlint.core.platforms.counting import BY_GRAPHEME, CountingMethod


@dataclass(frozen=True)
class Platform:
    """The facts about one platform.

    Attributes:
        name: its name in the configuration, in front matter, and in reports.
        display_name: its name in a sentence.
        aliases: other names for it that postlint accepts in place of `name`.
        spellings: how texts write its name, if not only as `display_name`.
        post_nouns: words for a post there, in the singular and the plural.
        short_names: words that mean it in a heading above a draft, but aren't names to configure.
        is_owned: whether it's the author's own channel, not a network.
        fold: the characters that a feed shows before "… more" on a large screen, if it cuts posts.
        limit: the most characters of a post.
        counting: how it counts characters.
        reply_prefix: the text that starts a post that replies to someone.
        has_threads: whether authors often publish a text as several numbered posts.
    """

    name: str
    display_name: str
    aliases: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    post_nouns: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    is_owned: bool = False
    fold: int | None = None
    limit: int | None = None
    counting: CountingMethod = BY_GRAPHEME
    reply_prefix: str | None = None
    has_threads: bool = False
