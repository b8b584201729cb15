"""What `postlint check --show-settings` shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postlint.core.files import is_file
from postlint.core.terminal_text import display_path, escape_json, shorten

if TYPE_CHECKING:
    from postlint.config import CliOverrides, Settings
    from postlint.config.effective import EffectiveSettings
    from postlint.document.draft import Draft
    from postlint.rules.rule import Rule

_COMMENT_COLUMN = 44
_MAX_CHARACTERS = 300
"""Characters of a value that are shown: a configuration may hold anything."""

_COMMAND_LINE = "command line"


def format_settings(
    path: str, settings: Settings, wishes: CliOverrides, given: Mapping[str, str | None]
) -> str:
    """Return the settings of a draft as TOML, each value with the place that it comes from.

    `given` holds the options of the command line that `wishes` doesn't.
    """
    return "".join(f"{display_path(line)}\n" for line in _lines(path, settings, wishes, given))


def _lines(
    path: str, settings: Settings, wishes: CliOverrides, given: Mapping[str, str | None]
) -> Iterator[str]:
    setting = wishes.apply_to(settings)
    yield f"# {shorten(path, _MAX_CHARACTERS)}"
    yield f"# configuration: {settings.source or 'none; these are the defaults'}"
    yield from _platform(path, settings, wishes, setting)
    asked = {
        "select": list(wishes.select) or None,
        "extend-select": list(wishes.extend_select) or list(wishes.select) or None,
        "ignore": list(wishes.ignore) or list(wishes.select) or None,
        "min-relevance": wishes.min_relevance,
        "drafts-only": wishes.drafts_only or None,
        **given,
    }
    values: dict[str, Any] = {
        "select": wishes.selected_rules(settings),
        "extend-select": wishes.extra_rules(settings),
        "ignore": wishes.ignored_rules(settings),
        "min-relevance": (
            settings.min_relevance if wishes.min_relevance is None else wishes.min_relevance
        ),
        "fail-on": given["fail-on"] or settings.fail_on,
        "drafts-only": setting.drafts_only,
        "split": setting.split,
        "baseline": given["baseline"] or (settings.baseline and str(settings.baseline)),
    }
    for key, value in values.items():
        origin = _COMMAND_LINE if asked.get(key) is not None else _origin(settings, key)
        yield _setting_line(key, value, origin)
    yield from _rules(settings, wishes, setting)
    profile = settings.profile.model_dump(mode="json", exclude_defaults=True)
    if profile:
        yield ""
        yield "[profile]"
    for key, value in profile.items():
        yield _commented_line(f"{key} = {_toml_value(value)}", _origin(settings, f"profile.{key}"))


def _platform(
    path: str, settings: Settings, wishes: CliOverrides, setting: EffectiveSettings
) -> Iterator[str]:
    """Yield where the posts of a draft go, and what says so."""
    first, *others = _drafts(path, setting)
    fallback = _COMMAND_LINE if wishes.platform else _origin(settings, "platform")
    yield _setting_line("platform", first.platform, _platform_origin(first, setting, fallback))
    for draft in others:
        if draft.platform != first.platform:
            line = draft.source.position(draft.body.start).line
            origin = _platform_origin(draft, setting, fallback)
            yield _commented_line(
                f"# post {draft.ordinal} (line {line}): {draft.platform or 'none'}", origin
            )


def _drafts(path: str, setting: EffectiveSettings) -> Sequence[Draft]:
    """Return the posts of a file; one empty post if it can't be read or doesn't exist."""
    from postlint.document.discovery import read_sources
    from postlint.document.source import Source

    file = Path(path)
    source = next(read_sources([file])) if is_file(file) else None
    return setting.read(source if isinstance(source, Source) else Source(path, ""))


def _platform_origin(draft: Draft, setting: EffectiveSettings, fallback: str) -> str:
    """Return what says where a post goes; `fallback` is where the setting comes from."""
    from postlint.document.path_hints import read_path_hints

    front_matter = draft.front_matter
    if draft.platform is None:
        return "default"
    if draft.platform == front_matter.platform:
        place = front_matter.span_of_key(draft.source, "platform")
        return f"front matter, line {draft.source.position(place.start).line}"
    if draft.platform == setting.platform:
        return fallback
    if draft.platform == read_path_hints(draft.source.path).platform:
        return "the name of the file or of a folder"
    return "the draft's title, headings, or notes"


def _rules(settings: Settings, wishes: CliOverrides, setting: EffectiveSettings) -> Iterator[str]:
    """Yield each rule with its settings."""
    # `low-relevance` checks `min-relevance`, which changes the rule's own settings.
    limit = (
        _COMMAND_LINE if wishes.min_relevance is not None else _origin(settings, "min-relevance")
    )
    running = {rule.id: rule for rule in setting.rules}
    for known in settings.rules:
        rule = running.get(known.id, known)
        yield ""
        yield f"[rule.{rule.id}]"
        yield _commented_line(
            f"enabled = {_toml_value(rule.id in running)}", _enabled_origin(settings, wishes, rule)
        )
        yield _commented_line(
            f"severity = {_toml_value(rule.severity)}",
            limit
            if rule.severity != known.severity
            else _origin(settings, f"rule.{rule.id}.severity"),
        )
        for key in rule.options:
            place = f"rule.{rule.id}.{key}"
            changed = rule.options[key] != known.options.get(key)
            if changed or place in settings.origins:
                origin = limit if changed else _origin(settings, place)
                yield _commented_line(f"{key} = {_toml_value(rule.options[key])}", origin)


def _enabled_origin(settings: Settings, wishes: CliOverrides, rule: Rule) -> str:
    """Return where it's decided whether a rule runs."""
    if wishes.select or _matches_any(rule, [*wishes.ignore, *wishes.extend_select]):
        return _COMMAND_LINE
    if _matches_any(rule, settings.ignore):
        return _origin(settings, "ignore")
    if _matches_any(rule, settings.extend_select):
        return _origin(settings, "extend-select")
    return _origin(settings, "select" if settings.select else f"rule.{rule.id}.enabled")


def _matches_any(rule: Rule, names: Sequence[str]) -> bool:
    """Return whether one of some names stands for a rule."""
    from postlint.rules.loader import ALL

    return not {rule.id, rule.category, ALL}.isdisjoint(names)


def _origin(settings: Settings, key: str) -> str:
    return str(settings.origins.get(key, "default"))


def _setting_line(key: str, value: object, origin: str) -> str:
    return _commented_line(
        f"{key} = {_toml_value(value)}" if value is not None else f"# {key}: none", origin
    )


def _commented_line(text: str, origin: str) -> str:
    return f"{text:{_COMMENT_COLUMN}}  # {origin}"


def _toml_key(key: object) -> str:
    text = str(key)
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _toml_value(text)


def _toml_value(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(f"{_toml_key(key)} = {_toml_value(one)}" for key, one in value.items())
            + " }"
        )
    text = escape_json(json.dumps(value, ensure_ascii=False))
    if len(text) <= _MAX_CHARACTERS:
        return text
    return f"{text[:_MAX_CHARACTERS]}… ({len(text):,} characters)"
