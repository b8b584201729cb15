"""An editor's settings for postlint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from postlint.config import CliOverrides
from postlint.config.model import PlatformName
from postlint.core.errors import PostlintError
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.validation import KeyPath, describe_error


def _without_nulls(value: object) -> object:
    """Return a table without the values that are null: editors send it for what isn't set."""
    if not isinstance(value, Mapping):
        return value
    return {key: item for key, item in value.items() if item is not None}


class EditorSettings(BaseModel):
    """An editor's settings. They override the configuration, as options of `check` do.

    Attributes:
        config: a configuration file to use instead of the nearest one.
        platform: the platform of drafts that don't name one.
        min_relevance: a lower relevance is an error.
        show_score: show the score above each post.
        profile: keys of the author's profile to use instead of the configuration's.
    """

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, extra="ignore")

    config: str | None = None
    platform: Annotated[PlatformName | None, BeforeValidator(lambda name: name or None)] = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_relevance: float | None = Field(default=None, ge=0, le=1)
    show_score: bool = True
    profile: Annotated[Profile, BeforeValidator(_without_nulls)] = EMPTY_PROFILE

    @property
    def cli_overrides(self) -> CliOverrides:
        """The settings as overrides of the configuration."""
        return CliOverrides(
            select=self.select,
            extend_select=self.extend_select,
            ignore=self.ignore,
            min_relevance=self.min_relevance,
            platform=self.platform,
            profile=self.profile.model_dump(mode="json", exclude_unset=True),
        )

    def config_file(self, workspace_folder: Path) -> Path | None:
        """Return the path of the configuration file, relative to the workspace."""
        return workspace_folder / Path(self.config).expanduser() if self.config else None


def parse_settings(settings: object) -> EditorSettings:
    """Parse an editor's settings: postlint's own, or all settings with a `postlint` section.

    Raises:
        PostlintError: a value is invalid.
    """
    if isinstance(settings, Mapping) and isinstance(settings.get("postlint"), Mapping):
        settings = settings["postlint"]
    if not isinstance(settings, Mapping):
        return EditorSettings()
    try:
        return EditorSettings.model_validate(_without_nulls(settings))
    except ValidationError as error:
        raise PostlintError(f"editor settings: {describe_error(error, _names)[1]}") from None


def _names(location: KeyPath) -> Iterable[str]:
    """Return the names of the settings, or of the keys of the profile, at a location."""
    if location[0] == "profile" and len(location) > 1:
        return Profile.model_fields
    return [field.alias or name for name, field in EditorSettings.model_fields.items()]
