"""What a user sets: from the closest configuration file to the rules and profile that hold."""

from postlint.config.settings import (
    Settings,
    SettingsFinder,
    default_settings,
    read_settings,
)
from postlint.config.wishes import Wishes

__all__ = ["Settings", "SettingsFinder", "Wishes", "default_settings", "read_settings"]
