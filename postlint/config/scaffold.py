"""A first configuration file, with the author's profile."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from postlint.core.files import exists, read_bytes
from postlint.core.profile import Profile

CONFIG_NAME = "postlint.toml"
HOOKS_NAME = ".pre-commit-config.yaml"

_ABOUT: Mapping[str, str] = {
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
HOOK = rf"""- repo: local
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
"""The hook runs the postlint that is installed."""

HOOK_IDS = ("postlint", "postlint-all")


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
    told = profile.model_dump(mode="json", exclude_defaults=True)
    for key, about in _ABOUT.items():
        yield f"# {about}"
        yield f"{key} = {_toml(told[key])}" if key in told else f"# {key} = {_toml(_EXAMPLES[key])}"


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # A JSON string is a TOML string, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_new(path: Path, text: str, *, force: bool = False) -> None:
    """Write a file, over another only if `force`.

    Raises:
        PostlintError: there is one already, or it cannot be written.
    """
    if not force and os.path.lexists(path):
        raise PostlintError(f"{path} already exists; edit it, or use --force to overwrite it")
    with replace_file(path) as file:
        file.write(text)


def add_hook(folder: Path) -> tuple[Path, str | None]:
    """Return the pre-commit configuration's path and its text with postlint added.

    The rest of the file stays as it is. The text is None if postlint is there already.

    Raises:
        PostlintError: the file is no pre-commit configuration that can be added to.
    """
    path = folder / HOOKS_NAME
    if not exists(path):
        return path, "repos:\n" + HOOK
    try:
        text = read_bytes(path).decode("utf-8")
        data = yaml.safe_load(text)
        node = yaml.compose(text, yaml.SafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        raise PostlintError(f"{path} isn't valid YAML, so the hook wasn't added") from None
    if data is None:
        return path, text + "\n" * (bool(text) and text[-1] not in "\r\n") + "repos:\n" + HOOK
    if _has_hook(data):
        return path, None
    added = _added(text, _value(node, "repos"))
    try:
        # Better no hook than a broken file: what was there must be there, and one repo more.
        changed = yaml.safe_load(added) if added else None
        wanted = {**data, "repos": [*(data["repos"] or []), *yaml.safe_load(HOOK)]}
    except (KeyError, TypeError, yaml.YAMLError):
        changed, wanted = None, data
    if added is None or changed != wanted:
        raise PostlintError(f"{path} has no `repos` list to add the hook to; add it yourself")
    return path, added


def _has_hook(data: object) -> bool:
    repos = data.get("repos") if isinstance(data, dict) else None
    for repo in repos if isinstance(repos, list) else ():
        hooks = repo.get("hooks") if isinstance(repo, dict) else None
        for hook in hooks if isinstance(hooks, list) else ():
            if isinstance(hook, dict) and hook.get("id") in HOOK_IDS:
                return True
    return False


def _added(text: str, repos: yaml.Node | None) -> str | None:
    """Return the text with the hook after the last of the repos."""
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    if not isinstance(repos, yaml.SequenceNode):
        last_line = text.rstrip()
        return _in_lines(text, len(text), "", end_of_line) if last_line.endswith("repos:") else None
    if not repos.value:
        before, after = text[: repos.start_mark.index], text[repos.end_mark.index :]
        hook = HOOK.replace("\n", end_of_line)
        return before.rstrip(" ") + end_of_line + hook + after.lstrip(" ").removeprefix(end_of_line)
    if repos.flow_style:
        return None
    dash = text.rindex("-", 0, repos.value[0].start_mark.index)
    indent = text[max(text.rfind(mark, 0, dash) for mark in _LINE_ENDS) + 1 : dash]
    lines = _LINE.findall(text[: repos.end_mark.index])
    # Lines between the last repo and the next key belong to that key.
    while lines and not _is_content(lines[-1], indent):
        lines.pop()
    return _in_lines(text, sum(map(len, lines)), indent, end_of_line)


_LINE_ENDS = "\r\n\x85\u2028\u2029"
_LINE = re.compile(f"[^{_LINE_ENDS}]*(?:\r\n|[{_LINE_ENDS}])|[^{_LINE_ENDS}]+$")
"""A line as YAML knows it."""


def _in_lines(text: str, place: int, indent: str, end_of_line: str) -> str:
    """Return the text with the hook as lines of their own at a place."""
    rest = text[place:]
    line = re.match(f"[^{_LINE_ENDS}]*(?:\r\n|[{_LINE_ENDS}])?", rest)
    if place and text[place - 1] not in _LINE_ENDS and line:
        place += line.end()  # to the end of the last line of the repos
    before = text[:place]
    if before and before[-1] not in _LINE_ENDS:
        before += end_of_line
    hook = "".join(f"{indent}{line}{end_of_line}" for line in HOOK.splitlines())
    return before + hook + text[place:]


def _is_content(line: str, indent: str) -> bool:
    """Return whether a line is part of a repo: neither blank nor a comment at the margin."""
    return bool(line.strip()) and (line.startswith(indent + " ") or line.lstrip().startswith("-"))


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                found: yaml.Node = value
                return found
    return None
