"""Configuration: reading configuration files and resolving the settings of each draft."""

from postlint.config.cli_overrides import CliOverrides
from postlint.config.settings import Settings, SettingsResolver, read_settings

__all__ = ["CliOverrides", "Settings", "SettingsResolver", "read_settings"]
