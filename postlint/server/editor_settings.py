"""What an editor's settings ask for, under `postlint`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from postlint.config import CliOverrides
from postlint.core.errors import PostlintError
from postlint.core.platforms import describe_unknown_platform, normalize_platform
from postlint.core.validation import describe_error


def _platform(value: str | None) -> str | None:
    if not value:
        return None
    name = normalize_platform(value)
    if name is None:
        raise ValueError(describe_unknown_platform(value))
    return name


class EditorSettings(BaseModel):
    """An editor's settings; they go before what the draft's folder says, as options of `check` do.

    Attributes:
        config: a configuration file to use instead of the closest one.
        platform: where drafts are posted that do not say so themselves.
        select: ids of the rules to run.
        ignore: ids of rules to leave out.
        min_relevance: a relevance below this is an error.
        show_score: show the score above the draft.
    """

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, extra="ignore")

    config: str | None = None
    platform: Annotated[str | None, AfterValidator(_platform)] = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_relevance: float | None = Field(default=None, ge=0, le=1)
    show_score: bool = True

    @property
    def cli_overrides(self) -> CliOverrides:
        """The settings as a run of the command line would ask for them."""
        return CliOverrides(self.select, self.ignore, self.min_relevance, self.platform)

    def config_file(self, home: Path) -> Path | None:
        """Return the configuration file that is asked for, relative to the workspace."""
        return home / Path(self.config).expanduser() if self.config else None


def parse_settings(settings: object) -> EditorSettings:
    """Read settings as an editor sends them: those of postlint, or all with those under its name.

    Raises:
        PostlintError: a value cannot be used.
    """
    if isinstance(settings, Mapping) and isinstance(settings.get("postlint"), Mapping):
        settings = settings["postlint"]
    if not isinstance(settings, Mapping):
        return EditorSettings()
    # An editor sends null for what is not set.
    given: dict[str, Any] = {key: value for key, value in settings.items() if value is not None}
    try:
        return EditorSettings.model_validate(given)
    except ValidationError as error:
        names = [one.alias or name for name, one in EditorSettings.model_fields.items()]
        raise PostlintError(
            f"editor settings: {describe_error(error, lambda _: names)[1]}"
        ) from None
