"""What a user sets: from the closest configuration file to the rules and profile that hold."""

from postlint.config.cli_overrides import CliOverrides
from postlint.config.settings import (
    Settings,
    SettingsResolver,
    default_settings,
    read_settings,
)

__all__ = ["CliOverrides", "Settings", "SettingsResolver", "default_settings", "read_settings"]
