"""The facts that postlint knows about each platform, and where each fact comes from."""

from __future__ import annotations

from dataclasses import dataclass

from postlint.core.platforms import twitter_text
from postlint.core.platforms.counting import BLUESKY, BY_GRAPHEME, THREADS, CountingMethod


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
        shows_formatting: whether posts can have headings, bold text, links with a text, and so on.
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
    shows_formatting: bool = False

    @property
    def label(self) -> str:
        """Its name on its own, as in a table or a menu: "Blog" for "the blog"."""
        name = self.display_name.removeprefix("the ")
        return name[0].upper() + name[1:]


# LinkedIn, Facebook, and Instagram publish none of these figures, and don't say how they count.
# - Limit: tables by vendors of scheduling tools, which agree with each other (support.buffer.com,
#   article 588).
# - Fold: what most of these vendors give for LinkedIn (140 on a phone), and one of them for
#   Facebook and Instagram.
#
# Posts on all networks are plain text in their own apps. Some forks of Mastodon accept Markdown,
# but Mastodon doesn't.
FACTS = (
    Platform(
        name="blog",
        display_name="the blog",
        aliases=("website", "medium"),
        spellings=("blog", "Blog", "blogs", "Blogs"),
        is_owned=True,
        shows_formatting=True,
    ),
    # Limit: the lexicon of app.bsky.feed.post.
    Platform(
        name="bluesky",
        display_name="Bluesky",
        post_nouns=("skeet", "skeets"),
        short_names=("bsky",),
        limit=300,
        counting=BLUESKY,
        reply_prefix="@",
        has_threads=True,
    ),
    Platform(name="facebook", display_name="Facebook", short_names=("fb",), fold=477, limit=63_206),
    Platform(
        name="instagram", display_name="Instagram", short_names=("insta",), fold=125, limit=2200
    ),
    Platform(
        name="linkedin", display_name="LinkedIn", aliases=("linked-in",), fold=210, limit=3000
    ),
    # Limit: https://docs.joinmastodon.org/user/posting. Many servers have a higher one.
    Platform(
        name="mastodon",
        display_name="Mastodon",
        aliases=("fediverse",),
        post_nouns=("toot", "toots"),
        limit=500,
        counting=twitter_text.MASTODON,
        reply_prefix="@",
        has_threads=True,
    ),
    Platform(
        name="newsletter",
        display_name="the newsletter",
        aliases=("substack", "email", "e-mail"),
        spellings=("newsletter", "Newsletter", "newsletters", "Newsletters"),
        short_names=("emails", "newsletters"),
        is_owned=True,
        shows_formatting=True,
    ),
    # Limit and counting: https://developers.facebook.com/documentation/threads/posts.
    Platform(
        name="threads",
        display_name="Threads",
        limit=500,
        counting=THREADS,
        reply_prefix="@",
        has_threads=True,
    ),
    # Limit: https://docs.x.com/fundamentals/counting-characters. Paid accounts have a higher one.
    Platform(
        name="x",
        display_name="X",
        aliases=("twitter",),
        spellings=("X", "Twitter"),
        post_nouns=("tweet", "tweets"),
        short_names=("x.com",),
        limit=280,
        counting=twitter_text.X,
        reply_prefix="@",
        has_threads=True,
    ),
)
"""All platforms, in alphabetical order."""
