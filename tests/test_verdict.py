"""Everything that postlint says of a post means the same by "only about you"."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import postlint as package
from postlint.training.labelled import read_labelled
from tests.command import ROOT, Postlint
from tests.server.editor import editor

POSTS = read_labelled([ROOT / "models" / "posts"])[::25]


@pytest.mark.asyncio
async def test_check_score_audit_and_server_agree(tmp_path: Path, postlint: Postlint) -> None:
    texts = {f"p{number:03}.md": f"{post.text}\n" for number, post in enumerate(POSTS)}
    # What isn't judged as a post of its own: a reply, and a word or two.
    texts["reply.md"] = "---\nplatform: x\n---\n@ana Had eggs for breakfast. So tired.\n"
    texts["short.md"] = "Breakfast eggs.\n"
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    checked = json.loads(postlint("check", ".", "--output-format", "json").stdout)["posts"]
    verdicts = {post["path"]: post["verdict"] for post in checked}
    assert {"only about you", None} <= set(verdicts.values())
    assert verdicts["reply.md"] is verdicts["short.md"] is None
    relevant = {post["path"]: post["relevant"] for post in checked}

    stopped = {name for name, verdict in verdicts.items() if verdict}
    for post in checked:
        found = [one for one in post["findings"] if one["rule"] == "self-focused"]
        assert bool(found) == (post["path"] in stopped)
        for one in found:
            # The message says so only where the sentences show it as well.
            only = one["message"].startswith(("This post is only", "Most of this post"))
            assert not only or post["verdict"] == "only about you"

    audited = json.loads(postlint("audit", ".", "--output-format", "json").stdout)
    for post in audited["posts"]:  # those that aren't in English aren't judged
        assert post["verdict"] == verdicts[post["path"]]
        assert post["relevant"] == relevant[post["path"]]
    assert len(audited["posts"]) >= len(checked) - 2
    share = audited["mix"]["all"]["shares"]["only_about_you"]
    assert share["count"] == list(verdicts.values()).count("only about you")

    for name in sorted(stopped)[:3] + sorted(set(texts) - stopped)[:3]:
        score = json.loads(postlint("score", name, "--output-format", "json").stdout)
        assert (score["verdict"], score["relevant"]) == (verdicts[name], relevant[name])
        told = "only about you" in postlint("score", name).stdout.split("not only about you")[0]
        assert told == (verdicts[name] == "only about you")
        assert package.lint(texts[name]).verdict == verdicts[name]

    async with editor(tmp_path) as one:
        for name in sorted(texts)[::8] + sorted(stopped)[:3]:
            codes = [found.code for found in await one.told(one.open(name, texts[name]))]
            assert ("self-focused" in codes) == (name in stopped)
