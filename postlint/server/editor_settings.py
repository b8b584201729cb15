"""An editor's settings for postlint."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from postlint.config import CliOverrides
from postlint.config.model import PlatformName
from postlint.core.errors import PostlintError
from postlint.core.validation import describe_error


class EditorSettings(BaseModel):
    """An editor's settings. They override the configuration, as options of `check` do.

    Attributes:
        config: a configuration file to use instead of the nearest one.
        platform: the platform of drafts that don't name one.
        min_relevance: a lower relevance is an error.
        show_score: show the score above each post.
    """

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, extra="ignore")

    config: str | None = None
    platform: Annotated[PlatformName | None, BeforeValidator(lambda name: name or None)] = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_relevance: float | None = Field(default=None, ge=0, le=1)
    show_score: bool = True

    @property
    def cli_overrides(self) -> CliOverrides:
        """The settings as overrides of the configuration."""
        return CliOverrides(
            select=self.select,
            extend_select=self.extend_select,
            ignore=self.ignore,
            min_relevance=self.min_relevance,
            platform=self.platform,
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
    # Editors send null for a setting that isn't set.
    given: dict[str, Any] = {key: value for key, value in settings.items() if value is not None}
    try:
        return EditorSettings.model_validate(given)
    except ValidationError as error:
        names = [field.alias or name for name, field in EditorSettings.model_fields.items()]
        raise PostlintError(
            f"editor settings: {describe_error(error, lambda _: names)[1]}"
        ) from None
