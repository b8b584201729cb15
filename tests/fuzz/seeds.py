"""What is mutated: the project's own drafts, rules, configuration, exports, and messages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from postlint.rules.loader import builtin_rules
from tests.command import GOOD, ROOT, SELF_FOCUSED
from tests.importers import sample_archives as examples
from tests.server.raw_client import at, body, edit, notification, request

FRONT_MATTER = (
    "---\ntitle: The short form\ndate: 2026-03-02\nplatform: linkedin\ntags: [bank, lease]\n---\n",
    "---\ntitle: 'It''s ours'\nprofile:\n  firm: Fennel\n  problems:\n    - late invoices\n---\n",
    '+++\ntitle = "Our award"\ndate = 2026-03-02T10:00:00Z\n[profile]\noffer = "roofs"\n+++\n',
    '{\n  "title": "Our award",\n  "date": "2026-03-02"\n}\n\n',
    "Title: Our award\nDate: 2026-03-02\nPlatform: linkedin\n\n",
    "---\npostlint: {ignore: [self-focused, no-question]}\n---\n",
    "\n---yaml\npublishedDate: Fri, 30 Mar 2012 11:18:03 +0000\nstatus: draft\n---\n",
)

MARKUP = """\
# Three questions to ask before you sign

We won an **award** in *May*. 🎉 [Read it](https://example.com/a?b=c "title").

> [!TIP] Before you move
> Ask your landlord for the meter readings.

- [ ] one   {.lead}
- two
  1. three

```python
I = "code"
```

<p class="x">Which form did your bank ask for?<br/>Page six &amp; seven.</p>

:::note[Ours]
{% comment %} hidden {% endcomment %} {{< figure src="x" >}}
:::

| form | page |
|------|------|
| ours | six  |

<!-- postlint-ignore engagement-bait -- their words -->
Like and share if you agree! Comment “YES” below 👇

%% not yet %% [[page|the button]] $$x$$ ![[a.png]] [^1]

[^1]: We measured it.
"""

SEVERAL = (
    "# LinkedIn posts for May\n\n## Post 1 (Monday)\n\n" + GOOD + "\n---\n\n## Post 2\n\n"
    "```\n" + SELF_FOCUSED + "```\n\n## X posts\n\n"
    "1/ Read page six. 🧵\n\n2/ Which page was yours?\n"
)

CONFIGURATION = (
    (
        'platform = "linkedin"\nselect = ["self-focused", "no-question"]\nignore = ["too-long"]\n'
        'exclude = ["drafts/old/**", "*.tmp.md"]\ninclude = ["posts/*.txt"]\nfail-on = "warning"\n'
        'min-relevance = 0.3\nsplit = "## Post"\nbaseline = "accepted.json"\n\n[profile]\n'
        'firm = "Fennel"\noffer = "roof repairs"\nclients = ["landlords"]\n'
        'problems = ["leaks", "late invoices"]\nplatforms = ["linkedin", "x"]\n\n'
        '[rule.too-long]\nseverity = "error"\n\n[[overrides]]\nfiles = ["blog/**"]\n'
        'platform = "blog"\nignore = ["too-many-hashtags"]\n'
    ),
    '[tool.postlint]\nplatform = "x"\n[tool.postlint.rule.self-focused]\nseverity = "warning"\n',
    'drafts-only = true\nextend = "base.toml"\nrules = ["rules"]\n',
)


@cache
def drafts() -> tuple[bytes, ...]:
    """Return whole drafts: the examples, those of the rules, and some with all kinds of markup."""
    shipped = [path.read_bytes() for path in (ROOT / "examples").glob("*.*") if path.is_file()]
    told = [
        example.text.encode()
        for rule in builtin_rules()
        for example in (*rule.bad, *rule.good)
        if example.text
    ]
    made = [top + body for top in ("", *FRONT_MATTER) for body in (MARKUP, SEVERAL, SELF_FOCUSED)]
    return (*shipped, *told, *(text.encode() for text in made))


@cache
def headers() -> tuple[bytes, ...]:
    """Return drafts that are front matter above all."""
    return tuple((top + SELF_FOCUSED).encode() for top in FRONT_MATTER)


@cache
def rules() -> tuple[bytes, ...]:
    """Return the rule files that come with postlint."""
    return tuple(path.read_bytes() for path in sorted((ROOT / "rules").rglob("*.yaml")))


@cache
def configurations() -> tuple[bytes, ...]:
    """Return configuration files."""
    shipped = [path.read_bytes() for path in (ROOT / "examples").rglob("postlint.toml")]
    return (*shipped, *(text.encode() for text in CONFIGURATION))


@cache
def archives(folder: Path) -> tuple[bytes, ...]:
    """Return exports and tables, also packed; `folder` is for making them."""
    plain = [*examples.ARCHIVES.values(), *examples.TABLES.values()]
    members: dict[str, str] = {
        "data/tweets.js": examples.ARCHIVES["tweets"],
        "Shares.csv": examples.ARCHIVES["shares"],
        "outbox.json": examples.ARCHIVES["outbox"],
    }
    make_zip = examples.make_zip(folder / "seed.zip", {**members}).read_bytes()
    make_tar = examples.make_tar(folder / "seed.tar.gz", members).read_bytes()
    return (*(text.encode() for text in plain), make_zip, make_tar)


@cache
def messages() -> tuple[bytes, ...]:
    """Return messages that editors send, without headers."""
    uri = "untitled:draft"
    document = {"uri": uri, "version": 2}
    item = {"uri": uri, "languageId": "markdown", "version": 1, "text": SELF_FOCUSED}
    action = {
        **at(uri),
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}},
        "context": {"diagnostics": []},
    }
    sent = [
        notification("textDocument/didOpen", {"textDocument": item}),
        notification(
            "textDocument/didChange",
            {"textDocument": document, "contentChanges": [edit("We won. ", (0, 0), (0, 4))]},
        ),
        notification("textDocument/didSave", {"textDocument": {"uri": uri}}),
        notification("textDocument/didClose", {"textDocument": {"uri": uri}}),
        notification("workspace/didChangeConfiguration", {"settings": {"postlint": {}}}),
        request(11, "textDocument/hover", at(uri)),
        request(12, "textDocument/codeLens", {"textDocument": {"uri": uri}}),
        request(13, "textDocument/codeAction", action),
        request(14, "textDocument/diagnostic", {"textDocument": {"uri": uri}}),
        request(15, "unknown/method", {"a": [1, 2, 3]}),
    ]
    return tuple(map(body, sent))
