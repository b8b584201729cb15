"""The starter configuration file, with the author's profile."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from postlint.core.profile import Profile

CONFIG_NAME = "postlint.toml"

_COMMENTS: Mapping[str, str] = {
    "firm": "Your firm. Sentences about it count as sentences about you.",
    "names": "Other names for your firm, its products, and its people.",
    "author": "Your name, or the names of several authors.",
    "offer": "What you do for clients, in a few words.",
    "clients": "Who you serve, in the plural, most important first.",
    "problems": "What these clients struggle with. Posts that mention it tie back to your clients.",
    "goals": "What they want to achieve.",
    "topics": "What you write about.",
    "platforms": "Where they are, and why. The rule off-platform flags posts for other platforms.",
    "jargon": "Words of your trade that clients wouldn't use. The rule jargon flags them.",
}
_EXAMPLES: Mapping[str, Any] = {
    "firm": "Meier Hosting",
    "names": ["Meier"],
    "author": ["Rosa Meier"],
    "offer": "always-on servers for clinics",
    "clients": ["practice managers", "dental clinics"],
    "problems": ["downtime", "slow patient records"],
    "goals": ["open on Monday as usual"],
    "topics": ["managed hosting", "data protection"],
    "platforms": {"linkedin": "practice managers read it at lunch"},
    "jargon": ["failover"],
}

_EXCLUDED = (
    r"(?i)(^|/)((readme|licen[cs]e|changelog|contributing)([._-]\w{1,6})?\.\w+"
    r"|requirements[^/]*\.txt)$"
)
HOOK = rf"""repos:
- repo: local
  hooks:
    - id: postlint
      name: postlint
      entry: postlint check --force-exclude
      language: system
      files: \.(md|markdown|mdx|txt)$
      exclude: {_EXCLUDED}
      require_serial: true
      verbose: true
"""
"""A pre-commit configuration that runs the installed postlint."""


def config_text(profile: Profile) -> str:
    """Return a commented configuration file, with examples for what the profile lacks."""
    return "\n".join(_config_lines(profile)) + "\n"


def _config_lines(profile: Profile) -> Iterator[str]:
    yield "# postlint configuration for the drafts in this folder and its subfolders."
    yield ""
    yield '# rules = ["rules"]              # folders with your own rules'
    yield "# plugins = []                   # names of installed plug-ins to load"
    yield ""
    yield '# exclude = ["archive/"]         # files and folders to leave out'
    yield "# drafts-only = true             # leave out posts marked as published"
    yield ""
    yield "# Turn a rule on or off, and set its severity and options: see `postlint explain RULE`."
    yield "# [rule.no-question]"
    yield '# severity = "info"'
    yield ""
    yield "# Who you are and who you serve. Everything here is optional."
    yield "[profile]"
    answers = profile.model_dump(mode="json", exclude_defaults=True)
    for key, comment in _COMMENTS.items():
        yield f"# {comment}"
        yield (
            f"{key} = {_toml(answers[key])}"
            if key in answers
            else f"# {key} = {_toml(_EXAMPLES[key])}"
        )


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # A JSON string is a TOML string, except for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_new(path: Path, text: str, *, force: bool = False) -> None:
    """Write a file, replacing an existing one only with `force`.

    Raises:
        PostlintError: it already exists, or it can't be written.
    """
    if not force and os.path.lexists(path):
        raise PostlintError(f"{path} already exists; edit it, or use --force to overwrite it")
    with replace_file(path) as file:
        file.write(text)
