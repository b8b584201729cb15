"""What `postlint check --show-settings` shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postlint.lines import escape_json, shorten, show_path

if TYPE_CHECKING:
    from postlint.configuration import Settings, Wishes

_COLUMN = 44
_LONGEST = 300
"""Characters of a value; what is longer is cut, for a file may hold anything."""


def show(path: str, settings: Settings, wishes: Wishes, given: Mapping[str, str | None]) -> str:
    """Return what holds for a draft, as TOML, each value with the place that it comes from.

    `given` are options of the command line that `wishes` does not hold.
    """
    return "".join(f"{show_path(line)}\n" for line in _lines(path, settings, wishes, given))


def _lines(
    path: str, settings: Settings, wishes: Wishes, given: Mapping[str, str | None]
) -> Iterator[str]:
    held = wishes.within(settings)
    asked = {
        "platform": wishes.platform,
        "select": list(wishes.select) or None,
        "ignore": list(wishes.ignore) or (list(wishes.select) or None),
        "min-relevance": wishes.min_relevance,
        "drafts-only": wishes.drafts_only or None,
        **given,
    }
    yield f"# {shorten(path, _LONGEST)}"
    yield f"# configuration: {settings.source or 'none, so these are the defaults'}"
    values: dict[str, Any] = {
        "platform": held.platform,
        "select": [*(wishes.select or settings.select)],
        "ignore": [*wishes.ignore, *(() if wishes.select else settings.ignore)],
        "min-relevance": (
            settings.min_relevance if wishes.min_relevance is None else wishes.min_relevance
        ),
        "fail-on": given["fail-on"] or settings.fail_on,
        "drafts-only": held.drafts_only,
        "split": held.split,
        "baseline": given["baseline"] or (settings.baseline and str(settings.baseline)),
    }
    for key, value in values.items():
        origin = "command line" if asked.get(key) is not None else _origin(settings, key)
        yield _line(f"{key} = {_toml(value)}" if value is not None else f"# {key}: none", origin)
    # `min-relevance` is checked by a rule, which it changes.
    limit = (
        "command line" if wishes.min_relevance is not None else _origin(settings, "min-relevance")
    )
    running = {rule.id: rule for rule in held.rules}
    for known in settings.rules:
        rule = running.get(known.id, known)
        yield ""
        yield f"[rule.{rule.id}]"
        yield _line(
            f"enabled = {_toml(rule.id in running)}", _why_running(settings, wishes, rule.id)
        )
        yield _line(
            f"severity = {_toml(rule.severity)}",
            limit
            if rule.severity != known.severity
            else _origin(settings, f"rule.{rule.id}.severity"),
        )
        for key in rule.options:
            place = f"rule.{rule.id}.{key}"
            changed = rule.options[key] != known.options.get(key)
            if changed or place in settings.origins:
                origin = limit if changed else _origin(settings, place)
                yield _line(f"{key} = {_toml(rule.options[key])}", origin)
    told = settings.profile.model_dump(mode="json", exclude_defaults=True)
    if told:
        yield ""
        yield "[profile]"
    for key, value in told.items():
        yield _line(f"{key} = {_toml(value)}", _origin(settings, f"profile.{key}"))


def _why_running(settings: Settings, wishes: Wishes, rule: str) -> str:
    """Return what decides whether a rule runs."""
    if wishes.select or rule in wishes.ignore:
        return "command line"
    for key in ("ignore", "select"):
        if rule in getattr(settings, key) or (key == "select" and settings.select):
            return _origin(settings, key)
    return _origin(settings, f"rule.{rule}.enabled")


def _origin(settings: Settings, key: str) -> str:
    return str(settings.origins.get(key, "default"))


def _line(text: str, origin: str) -> str:
    return f"{text:{_COLUMN}}  # {origin}"


def _key(key: object) -> str:
    text = str(key)
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _toml(text)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(one)}" for key, one in value.items()) + " }"
    text = escape_json(json.dumps(value, ensure_ascii=False))
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… ({len(text):,} characters)"
