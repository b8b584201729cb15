"""The form for the author's profile: what the configuration says, and saving it there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from postlint.config.scaffold import CONFIG_NAME, config_text, profile_table
from postlint.config.settings import Settings, SettingsResolver
from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from postlint.core.files import MAX_TEXT_BYTES, read_bytes
from postlint.core.profile import Profile
from postlint.core.untrusted import DataError, read_toml
from postlint.core.validation import describe_error

FIELDS = ("firm", "offer", "clients", "problems", "platforms")
"""The keys of the profile that the form has."""

_PROFILE_HEADER = re.compile(
    r"^[ \t]*\[[ \t]*profile[ \t]*\][ \t]*(?:#[^\r\n]*)?(?:\r?\n|\Z)", re.MULTILINE
)
_BOM = "\ufeff"


def read_profile_form(draft: Path) -> dict[str, Any]:
    """Return the profile that applies to a draft, as the form of a page shows it.

    Args:
        draft: the absolute path of the draft, which might not exist.

    Returns:
        The nearest configuration `file`, or None; the `fields`; and whether `save_profile`
        `canSave` them. If the configuration can't be used, a `message` says why.
    """
    try:
        settings = SettingsResolver().resolve(str(draft))
    except PostlintError as error:
        return {"file": None, "fields": {}, "canSave": False, "message": str(error)}
    profile = settings.profile
    return {
        "file": str(settings.source) if settings.source else None,
        "fields": {
            "firm": profile.firm or "",
            "offer": profile.offer or "",
            "clients": list(profile.clients),
            "problems": list(profile.problems),
            "platforms": list(profile.platforms),
        },
        "canSave": not _has_profile(settings),
    }


def save_profile(draft: Path, fields: object) -> dict[str, Any]:
    """Save the fields of the form in the folder of a draft, unless there's a profile already.

    A `postlint.toml` in the folder gets the profile; nothing else in it changes. Otherwise, there's
    a new one, which extends the nearest configuration, so that one still applies.

    Returns:
        The `status`, `saved` or `error`; the `file`; for an error, a `message`.
    """
    file = draft.parent / CONFIG_NAME
    try:
        profile = _parse_profile(fields)
        settings = SettingsResolver().resolve(str(draft))
        source = settings.source
        if source and _has_profile(settings):
            file = source
            raise PostlintError(f"{_profile_file(settings)} has a profile already; edit that file")
        if source and source.parent == draft.parent and source.name != "pyproject.toml":
            file = source
            data = _add_profile(source, profile)
        else:
            extend = Path(os.path.relpath(source, draft.parent)).as_posix() if source else None
            data = config_text(profile, extend=extend).encode()
        with replace_file(file, binary=True, durable=True) as written:
            written.write(data)
    except PostlintError as error:
        return {"status": "error", "file": str(file), "message": str(error)}
    return {"status": "saved", "file": str(file)}


def _has_profile(settings: Settings) -> bool:
    return any(key.startswith("profile.") for key in settings.origins)


def _profile_file(settings: Settings) -> Path:
    """Return the file that the profile is from: the nearest, or one that it extends."""
    return next(
        file.path for key, (file, _) in settings.origins.items() if key.startswith("profile.")
    )


def _parse_profile(fields: object) -> Profile:
    """Return the profile in the fields of the form; blank ones are left out."""
    given = fields if isinstance(fields, Mapping) else {}
    unknown = next((key for key in given if key not in FIELDS), None)
    if unknown is not None:
        raise PostlintError(f"the form has no field `{unknown}`")
    filled: dict[str, Any] = {}
    for key, value in given.items():
        if isinstance(value, list):
            value = [item for item in value if not isinstance(item, str) or item.strip()]
        if value and (not isinstance(value, str) or value.strip()):
            filled[key] = value
    if not filled:
        raise PostlintError("there's nothing to save yet; fill in at least one field")
    try:
        return Profile.model_validate(filled)
    except ValidationError as error:
        raise PostlintError(describe_error(error, lambda _: FIELDS)[1]) from None


def _add_profile(file: Path, profile: Profile) -> bytes:
    """Return the contents of a configuration file with a profile, and the rest unchanged."""
    try:
        text = read_bytes(file, MAX_TEXT_BYTES).decode("utf-8")
        bom = _BOM * text.startswith(_BOM)
        text = text.removeprefix(_BOM)
        before = read_toml(text.replace("\r\n", "\n"))
    except (OSError, UnicodeDecodeError, DataError) as error:
        raise PostlintError(f"{file}: can't be read ({error})") from None
    line_end = "\r\n" if "\r\n" in text else "\n"
    table = profile_table(profile)
    if header := _PROFILE_HEADER.search(text):
        keys = table.partition("\n")[2].replace("\n", line_end)
        start = header[0] if header[0].endswith("\n") else header[0] + line_end
        text = text[: header.start()] + start + keys + text[header.end() :]
    else:
        gap = line_end if not text or text.endswith("\n") else 2 * line_end
        text += (gap if text else "") + table.replace("\n", line_end)
    try:
        after = read_toml(text.replace("\r\n", "\n"))
    except DataError:
        after = {}
    # The header may be in a string, or `profile` may be written in another way.
    if after.pop("profile", None) != read_toml(table)["profile"] or after != {
        key: value for key, value in before.items() if key != "profile"
    }:
        raise PostlintError(f"{file}: the profile can't be added; add it by hand")
    return (bom + text).encode()
