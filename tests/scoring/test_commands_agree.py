"""Tests that all commands, the editor, and the Python API give a post the same verdict."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import postlint as package
from postlint.scoring.headline import UNSCORED
from postlint.training.dataset import read_labeled_posts
from tests.command import ROOT, Postlint
from tests.requirements import require_package
from tests.server.editor import editor

require_package("altair", "audit")

POSTS = read_labeled_posts([ROOT / "models" / "posts"])[::25]


@pytest.mark.asyncio
async def test_verdict_is_the_same_in_check_score_audit_and_server(
    tmp_path: Path, postlint: Postlint
) -> None:
    texts = {f"p{number:03}.md": f"{post.text}\n" for number, post in enumerate(POSTS)}
    # Posts without a verdict: a reply, and a post of one or two words.
    texts["reply.md"] = "---\nplatform: x\n---\n@ana Had eggs for breakfast. So tired.\n"
    texts["short.md"] = "Breakfast eggs.\n"
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    checked = json.loads(postlint("check", ".", "--output-format", "json").stdout)["posts"]
    verdicts = {post["path"]: post["verdict"] for post in checked}
    assert {"only about you", None} <= set(verdicts.values())
    assert verdicts["reply.md"] is verdicts["short.md"] is None
    relevant = {post["path"]: post["relevant"] for post in checked}
    headlines = {post["path"]: post["headline"] for post in checked}
    assert headlines["reply.md"] == "A reply, not scored as a post"
    assert headlines["short.md"] == "Too short to score"
    for post in checked:
        words = post["headline"]
        assert (words == "Not for clients yet") == (post["verdict"] is not None)
        assert (words == "Useful to clients") == bool(post["relevant"] and not post["verdict"])
        if words == "A personal moment, and welcome":
            assert post["labels"]["anecdote"]
    titles = {f"{name}: {words}" for name, words in headlines.items() if words}
    shown = re.findall(r"^\S+: .+$", postlint("check", ".").stdout, re.MULTILINE)
    scores = [line.removeprefix(title) for line in shown for title in titles if title in line]
    unscored = scores.count("")
    assert {re.sub(r" \(\d\.\d\d\)$", "", line) for line in shown} == titles
    assert unscored == sum(words in UNSCORED for words in headlines.values()) == 2

    stopped = {name for name, verdict in verdicts.items() if verdict}
    for post in checked:
        found = [one for one in post["findings"] if one["rule"] == "self-focused"]
        assert bool(found) == (post["path"] in stopped)
        for one in found:
            # The message says so only if the predictions of the sentences agree.
            only = one["message"].startswith(("This post is only", "Most of this post"))
            assert not only or post["verdict"] == "only about you"

    audited = json.loads(postlint("audit", ".", "--output-format", "json").stdout)
    for post in audited["posts"]:  # those that aren't in English aren't scored
        assert post["verdict"] == verdicts[post["path"]]
        assert post["relevant"] == relevant[post["path"]]
    assert len(audited["posts"]) >= len(checked) - 2
    page = postlint("audit", ".", "--output-format", "html").stdout
    on_page = re.findall(r"<b>([\w ,]+?)(?: \(\d\.\d\d\))?</b>", page)
    assert sorted(on_page) == sorted(headlines[post["path"]] for post in audited["posts"])
    share = audited["mix"]["all"]["shares"]["only_about_you"]
    assert share["count"] == list(verdicts.values()).count("only about you")

    for name in sorted(stopped)[:3] + sorted(set(texts) - stopped)[:3]:
        score = json.loads(postlint("score", name, "--output-format", "json").stdout)
        assert (score["verdict"], score["relevant"]) == (verdicts[name], relevant[name])
        text = postlint("score", name).stdout
        assert text.startswith(f"{name}: {headlines[name]}")
        assert ("  is only about you\n" in text) == (verdicts[name] == "only about you")
        assert ("  has nothing for a client\n" in text) == (
            verdicts[name] == "nothing for a client"
        )
        linted = package.lint(texts[name])
        assert (linted.verdict, linted.headline) == (verdicts[name], headlines[name])

    async with editor(tmp_path) as one:
        for name in sorted(texts)[::8] + sorted(stopped)[:3]:
            draft = one.open(name, texts[name])
            codes = [found.code for found in await one.wait_for_published(draft)]
            assert ("self-focused" in codes) == (name in stopped)
            for lens in await one.lenses(draft):
                assert lens.command
                assert lens.command.title.startswith(f"{headlines[name]} (")
