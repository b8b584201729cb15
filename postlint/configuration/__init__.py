"""What a user sets: from the closest configuration file to the rules and profile that hold."""

from postlint.configuration.settings import (
    Settings,
    SettingsFinder,
    default_settings,
    read_settings,
)

__all__ = ["Settings", "SettingsFinder", "default_settings", "read_settings"]
