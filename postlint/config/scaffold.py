"""The starter configuration file, with the author's profile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from postlint.core.profile import Profile

CONFIG_NAME = "postlint.toml"

_PROFILE_KEYS: Sequence[tuple[str, str, Any]] = (
    ("firm", "Your firm. Sentences about it count as sentences about you.", "Meier Hosting"),
    ("names", "Other names for your firm, its products, and its people.", ["Meier"]),
    ("author", "Your name, or the names of several authors.", ["Rosa Meier"]),
    ("offer", "What you do for clients, in a few words.", "always-on servers for clinics"),
    (
        "clients",
        "Who you serve, in the plural, most important first.",
        ["practice managers", "dental clinics"],
    ),
    (
        "problems",
        "What these clients struggle with. Posts that mention it tie back to your clients.",
        ["downtime", "slow patient records"],
    ),
    ("goals", "What they want to achieve.", ["open on Monday as usual"]),
    ("topics", "What you write about.", ["managed hosting", "data protection"]),
    (
        "platforms",
        "Where they are, and why. The rule off-platform flags posts for other platforms.",
        {"linkedin": "practice managers read it at lunch"},
    ),
    (
        "jargon",
        "Words of your trade that clients wouldn't use. The rule jargon flags them.",
        ["failover"],
    ),
)
"""The keys of the profile, each with a comment and an example."""

_HEADER = """\
# postlint configuration for the drafts in this folder and its subfolders.

# rules = ["rules"]              # folders with your own rules
# plugins = []                   # names of installed plug-ins to load

# exclude = ["archive/"]         # files and folders to leave out
# drafts-only = true             # leave out posts marked as published

# Turn a rule on or off, and set its severity and options: see `postlint explain RULE`.
# [rule.no-question]
# severity = "info"

# Who you are and who you serve. Everything here is optional.
[profile]
"""

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


def config_text(profile: Profile, *, extend: str | None = None) -> str:
    """Return a commented configuration file, with examples for what the profile lacks.

    Args:
        profile: the profile.
        extend: the configuration file that this one extends, relative to it; None for none.
    """
    answers = _answers(profile)
    text = _HEADER
    if extend is not None:
        first_line, _, rest = _HEADER.partition("\n")
        text = f"{first_line}\n\nextend = {_toml(extend)}\n{rest}"
    for key, comment, example in _PROFILE_KEYS:
        mark = "" if key in answers else "# "
        text += f"# {comment}\n{mark}{key} = {_toml(answers.get(key, example))}\n"
    return text


def profile_table(profile: Profile) -> str:
    """Return a profile as a table of a configuration file."""
    lines = [f"{key} = {_toml(value)}\n" for key, value in _answers(profile).items()]
    return "".join(["[profile]\n", *lines])


def _answers(profile: Profile) -> dict[str, Any]:
    answers = profile.model_dump(mode="json", exclude_defaults=True)
    if not any(answers.get("platforms", {}).values()):  # there are no reasons
        answers |= {"platforms": [*platforms]} if (platforms := answers.get("platforms")) else {}
    return answers


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    # JSON strings and lists of them are valid TOML, except for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
