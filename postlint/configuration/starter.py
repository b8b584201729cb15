"""A first configuration file, with the profile that its author tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from postlint.errors import PostlintError
from postlint.profile import Profile

CONFIG_NAME = "postlint.toml"
HOOKS_NAME = ".pre-commit-config.yaml"

_ABOUT: Mapping[str, str] = {
    "firm": "Your firm. A sentence about it is a sentence about you.",
    "names": "Other names of it, of its products and people.",
    "author": "Who writes.",
    "offer": "What you do for clients, in a few words.",
    "clients": "Whom you serve, in the plural, the most important first.",
    "problems": "What these clients struggle with. A post that says something of it has a tie.",
    "goals": "What they want to reach.",
    "topics": "What you write about.",
    "platforms": "Where they are, and why. The rule off-platform asks when you go elsewhere.",
    "jargon": "Words of your trade that clients would not use: the rule jargon points to them.",
}
_EXAMPLES: Mapping[str, Any] = {
    "firm": "Meier Hosting",
    "names": ["Meier"],
    "author": ["Rosa Meier"],
    "offer": "servers for clinics that never stop",
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
_HOOK = rf"""- repo: local
  hooks:
    - id: postlint
      name: postlint
      entry: postlint check
      language: system
      files: \.(md|markdown|mdx|txt)$
      exclude: {_EXCLUDED}
      require_serial: true
      verbose: true
"""
"""The hook runs the postlint that is installed."""


def config_text(profile: Profile) -> str:
    """Return a commented configuration file; what the profile lacks stands there as an example."""
    return "\n".join(_config_lines(profile)) + "\n"


def _config_lines(profile: Profile) -> Iterator[str]:
    yield "# Configuration of postlint. It holds for the drafts in this folder and below."
    yield ""
    yield '# rules = ["rules"]              # folders with rules of your own'
    yield "# plugins = []                   # installed plug-ins to load, by name"
    yield ""
    yield "# A rule's severity, whether it is on, and its options: see `postlint explain RULE`."
    yield "# [rule.no-question]"
    yield '# severity = "info"'
    yield ""
    yield "# Who you are and whom you serve. Everything may be left out."
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


def write_config(profile: Profile, folder: Path, *, force: bool = False) -> Path:
    """Write `postlint.toml` and return its path.

    Raises:
        PostlintError: there is one already, or it cannot be written.
    """
    path = folder / CONFIG_NAME
    _write(path, config_text(profile), "w" if force else "x")
    return path


def add_hook(folder: Path) -> Path | None:
    """Add postlint to the pre-commit configuration; return its path, or None if it is there.

    The rest of the file stays as it is.

    Raises:
        PostlintError: the file is no pre-commit configuration that can be added to.
    """
    path = folder / HOOKS_NAME
    if not path.exists():
        _write(path, "repos:\n" + _HOOK, "x")
        return path
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        raise PostlintError(f"{path} cannot be read; add this to it yourself:\n{_HOOK}") from None
    repos = _value(node, "repos")
    if not isinstance(repos, yaml.SequenceNode) or repos.flow_style or not repos.value:
        raise PostlintError(f"{path} has no list of `repos` to add to; add this yourself:\n{_HOOK}")
    for repo in repos.value:
        hooks = _value(repo, "hooks")
        for hook in hooks.value if isinstance(hooks, yaml.SequenceNode) else ():
            name = _value(hook, "id")
            if name is not None and str(name.value).startswith("postlint"):
                return None
    lines = text.splitlines(keepends=True)
    last = repos.value[-1].end_mark.line
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    if last and not lines[last - 1].endswith("\n"):
        lines[last - 1] += "\n"
    indent = " " * repos.start_mark.column
    hook = "".join(f"{indent}{line}\n" for line in _HOOK.splitlines())
    _write(path, "".join([*lines[:last], hook, *lines[last:]]), "w")
    return path


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                found: yaml.Node = value
                return found
    return None


def _write(path: Path, text: str, mode: str) -> None:
    try:
        with path.open(mode, encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise PostlintError(f"{path} is there already; change it, or say --force") from None
    except OSError as error:
        raise PostlintError(f"{path} cannot be written ({error.strerror or error})") from None
