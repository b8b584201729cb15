"""Reading and validating configuration files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from postlint.config.model import ConfigModel, keys
from postlint.config.toml_positions import FilePosition, PositionedToml, TomlSyntaxError
from postlint.core.errors import PostlintError
from postlint.core.files import exists, is_folder, read_text
from postlint.core.terminal_text import shorten
from postlint.core.validation import KeyPath, describe_error


class ConfigError(PostlintError):
    """A configuration file can't be used. The message has the file, line, column, and reason."""

    def __init__(self, path: Path, position: FilePosition, reason: str) -> None:
        super().__init__(f"{path}:{position.line}:{position.column}: {shorten(reason, 500)}")


class ConfigFile:
    """A configuration file that has been read.

    Attributes:
        path: its path.
        text: its text.
        config: its validated content.
    """

    def __init__(self, path: Path) -> None:
        """Read a file; a `ConfigError` if it isn't a valid configuration."""
        self.path = path
        self._prefix = ["tool", "postlint"] if path.name == "pyproject.toml" else []
        start = FilePosition(1, 1)
        try:
            self.text = read_text(path)
            self._document = PositionedToml(self.text)
            section: Any = self._document.data
            for key in self._prefix:
                if not isinstance(section, dict) or key not in section:
                    raise ConfigError(path, start, "this file has no [tool.postlint] table")
                section = section[key]
            self.config = ConfigModel.model_validate(section)
        except TomlSyntaxError as error:
            raise ConfigError(path, error.position, error.reason) from None
        except UnicodeDecodeError as error:
            reason = f"not UTF-8 (byte {error.start + 1}); save it as UTF-8"
            raise ConfigError(path, start, reason) from None
        except OSError as error:
            raise ConfigError(path, start, error.strerror or str(error)) from None
        except ValidationError as error:
            raise self.error_at(*describe_error(error, keys)) from None

    def error_at(self, location: KeyPath, reason: str) -> ConfigError:
        """Return an error at a key in the file."""
        return ConfigError(self.path, self._position(location), reason)

    def format_position(self, location: KeyPath) -> str:
        """Return the position of a key, as `path:line`."""
        return f"{self.path}:{self._position(location).line}"

    def _position(self, location: KeyPath) -> FilePosition:
        return self._document.position([*self._prefix, *location])


def read_config_chain(path: Path) -> list[ConfigFile]:
    """Read a configuration file and the files that it extends, the base first.

    Raises:
        ConfigError: a file can't be used, or the files extend each other.
    """
    layers = [ConfigFile(path)]
    while (base := layers[0].config.extend) is not None:
        base_path = layers[0].path.parent / base
        if not base.strip() or not exists(base_path) or is_folder(base_path):
            raise layers[0].error_at(["extend"], f"`extend`: no such file: `{shorten(base)}`")
        if any(base_path.resolve() == layer.path.resolve() for layer in layers):
            raise layers[0].error_at(
                ["extend"], f"`extend`: `{shorten(base)}` already extends this file"
            )
        layers.insert(0, ConfigFile(base_path))
    return layers
