"""Files with several posts: the platform of each post."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import FAKE_BOLD, GOOD
from tests.document.split.helpers import check, configure, fault


@pytest.mark.parametrize(
    ("marker", "text", "args", "platforms"),
    [
        ("---", "!---\n!", (), [None, None]),
        ("---", "!---\n!", ("--platform", "x"), ["x", "x"]),
        ("---", "---\nplatform: blog\n---\n!---\n!", ("--platform", "x"), ["blog", "blog"]),
        ("###", "### LinkedIn\n!### x\n!", (), ["linkedin", "x"]),
        ("###", "### Twitter ###\n!### Post 2\n!", (), ["x", None]),
        ("###", "### LinkedIn\n!### Post 2\n!", ("--platform", "x"), ["linkedin", "x"]),
        ("###", "---\nplatform: blog\n---\n### Week 3: Mastodon\n!### Two\n!",
         ("--platform", "x"), ["mastodon", "blog"]),
        ("###", "### X or LinkedIn\n!### X, X\n!", (), [None, "x"]),
        ("## Post", "## Post 1 (LinkedIn)\n!## Post 2 (X, short)\n!", (), ["linkedin", "x"]),
        ("## Post", "## Post\n!## LinkedIn\n!## Post\n!", (), [None, None]),
        ("```", "```linkedin\n!```\n``` Bluesky \n!```\n```text\n!```\n", (),
         ["linkedin", "bluesky", None]),
        ("~~~", "~~~ threads\n!~~~\n~~~ {.instagram}\n!~~~\n", (), ["threads", "instagram"]),
        # A title makes a blog post of a file with one post only.
        ("---", "---\ntitle: Eggs\n---\n!---\n!", (), [None, None]),
        ("---", "---\ntitle: Eggs\n---\n!", (), ["blog"]),
        ("---", "# Eggs\n\n!---\n# Eggs\n\n!", (), [None, None]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("postlint")
def test_split_platform_of_each_post(
    marker: str, text: str, args: tuple[str, ...], platforms: list[str | None], tmp_path: Path
) -> None:
    severities = '{ default = "warning", blog = "info", newsletter = "info" }'
    configure(tmp_path, marker, f"[rule.pseudo-bold]\nseverity = {severities}\n")
    posts = check(text.replace("!", FAKE_BOLD), *args)
    assert [post["platform"] for post in posts] == platforms
    for post in posts:
        # Severities go with the platform.
        severity = "info" if post["platform"] in ("blog", "newsletter") else "warning"
        bold = [one["severity"] for one in post["findings"] if one["rule"] == "pseudo-bold"]
        assert bold == [severity]


@pytest.mark.parametrize(
    ("heading", "platform"),
    [
        *fault("a name with a dash is taken apart", ("E-mail (short)", "newsletter"),
               ("Linked-In 1", "linkedin")),
        *fault("any word of a title is taken for the place it goes to",
               ("Why I left Facebook for good", None)),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("postlint")
def test_split_platform_in_a_heading(heading: str, platform: str | None, tmp_path: Path) -> None:
    configure(tmp_path, "###")
    first, second = check(f"### {heading}\n{GOOD}\n### Two\n{GOOD}")
    assert (first["platform"], second["platform"]) == (platform, None)
