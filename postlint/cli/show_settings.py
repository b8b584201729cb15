"""The output of `postlint check --show-settings`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from postlint.config import CliOverrides, Settings
from postlint.config.effective import EffectiveSettings
from postlint.core.files import is_file
from postlint.core.terminal_text import escape_json, shorten
from postlint.diagnostics.finding import Severity
from postlint.document.discovery import read_sources
from postlint.document.draft import Draft
from postlint.document.path_hints import read_path_hints
from postlint.document.source import Source
from postlint.rules.loader import ALL
from postlint.rules.rule import Rule

_COMMENT_COLUMN = 44
_MAX_CHARACTERS = 300
"""The maximum number of characters of a value to show."""

_COMMAND_LINE = "command line"


def settings_lines(
    path: str,
    settings: Settings,
    overrides: CliOverrides,
    fail_on: Severity | None,
    baseline: Path | None,
) -> Iterator[str]:
    """Yield the settings of a draft as lines of TOML, each with its origin."""
    effective = overrides.apply_to(settings)
    yield f"# {shorten(path, _MAX_CHARACTERS)}"
    yield f"# configuration: {settings.source or 'none; these are the defaults'}"
    yield from _platform(path, settings, overrides, effective)
    min_relevance = overrides.min_relevance
    has_min_relevance = min_relevance is not None
    shown_baseline = baseline or settings.baseline
    rows: tuple[tuple[str, bool, object], ...] = (
        ("select", bool(overrides.select), overrides.selected_rules(settings)),
        (
            "extend-select",
            bool(overrides.extend_select or overrides.select),
            overrides.extra_rules(settings),
        ),
        ("ignore", bool(overrides.ignore or overrides.select), overrides.ignored_rules(settings)),
        (
            "min-relevance",
            has_min_relevance,
            min_relevance if has_min_relevance else settings.min_relevance,
        ),
        ("fail-on", bool(fail_on), fail_on or settings.fail_on),
        ("drafts-only", overrides.drafts_only, effective.drafts_only),
        ("split", False, effective.split),
        ("baseline", bool(baseline), shown_baseline and str(shown_baseline)),
    )
    for key, is_from_command_line, value in rows:
        origin = _COMMAND_LINE if is_from_command_line else _origin(settings, key)
        yield _setting_line(key, value, origin)
    yield from _rules(settings, overrides, effective)
    profile = settings.profile.model_dump(mode="json", exclude_defaults=True)
    if profile:
        yield ""
        yield "[profile]"
    for key, value in profile.items():
        yield _setting_line(key, value, _origin(settings, f"profile.{key}"))


def _platform(
    path: str, settings: Settings, overrides: CliOverrides, effective: EffectiveSettings
) -> Iterator[str]:
    """Yield the platforms of the posts in a file, and their origins."""
    first, *other_drafts = _drafts(path, effective)
    fallback = _COMMAND_LINE if overrides.platform else _origin(settings, "platform")
    yield _setting_line("platform", first.platform, _platform_origin(first, effective, fallback))
    for draft in other_drafts:
        if draft.platform != first.platform:
            line = draft.source.position(draft.body.start).line
            origin = _platform_origin(draft, effective, fallback)
            yield _commented_line(
                f"# post {draft.ordinal} (line {line}): {draft.platform or 'none'}", origin
            )


def _drafts(path: str, effective: EffectiveSettings) -> Sequence[Draft]:
    """Return the posts of a file; one empty post if it can't be read or doesn't exist."""
    file = Path(path)
    source = next(read_sources([file])) if is_file(file) else None
    return effective.read(source if isinstance(source, Source) else Source(path, ""))


def _platform_origin(draft: Draft, effective: EffectiveSettings, fallback: str) -> str:
    """Return the origin of a post's platform; `fallback` is the origin of the setting."""
    front_matter = draft.front_matter
    if draft.platform is None:
        return "default"
    if draft.platform == front_matter.platform:
        span = front_matter.span_of_key(draft.source, "platform")
        return f"front matter, line {draft.source.position(span.start).line}"
    if draft.platform == effective.platform:
        return fallback
    if draft.platform == read_path_hints(draft.source.path).platform:
        return "the name of the file or of a folder"
    return "the draft's title, headings, or notes"


def _rules(
    settings: Settings, overrides: CliOverrides, effective: EffectiveSettings
) -> Iterator[str]:
    # `low-relevance` checks `min-relevance`, which changes the rule's own settings.
    min_relevance_origin = (
        _COMMAND_LINE if overrides.min_relevance is not None else _origin(settings, "min-relevance")
    )
    running = {rule.id: rule for rule in effective.rules}
    for configured_rule in settings.rules:
        rule = running.get(configured_rule.id, configured_rule)
        yield ""
        yield f"[rule.{rule.id}]"
        yield _setting_line(
            "enabled", rule.id in running, _enabled_origin(settings, overrides, rule)
        )
        is_changed = rule.severity != configured_rule.severity
        origin = _origin(settings, f"rule.{rule.id}.severity")
        yield _setting_line(
            "severity", rule.severity, min_relevance_origin if is_changed else origin
        )
        for key in rule.options:
            key_path = f"rule.{rule.id}.{key}"
            changed = rule.options[key] != configured_rule.options.get(key)
            if changed or key_path in settings.origins:
                origin = min_relevance_origin if changed else _origin(settings, key_path)
                yield _setting_line(key, rule.options[key], origin)


def _enabled_origin(settings: Settings, overrides: CliOverrides, rule: Rule) -> str:
    if overrides.select or _matches_any(rule, [*overrides.ignore, *overrides.extend_select]):
        return _COMMAND_LINE
    if _matches_any(rule, settings.ignore):
        return _origin(settings, "ignore")
    if _matches_any(rule, settings.extend_select):
        return _origin(settings, "extend-select")
    return _origin(settings, "select" if settings.select else f"rule.{rule.id}.enabled")


def _matches_any(rule: Rule, names: Sequence[str]) -> bool:
    return not {rule.id, rule.category, ALL}.isdisjoint(names)


def _origin(settings: Settings, key: str) -> str:
    if key not in settings.origins:
        return "default"
    file, location = settings.origins[key]
    return file.format_position([*location])


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
            + ", ".join(f"{_toml_key(key)} = {_toml_value(item)}" for key, item in value.items())
            + " }"
        )
    text = escape_json(json.dumps(value, ensure_ascii=False))
    if len(text) <= _MAX_CHARACTERS:
        return text
    return f"{text[:_MAX_CHARACTERS]}… ({len(text):,} characters)"
