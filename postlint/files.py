"""Asking the file system without being thrown out."""

from __future__ import annotations

from pathlib import Path


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder; False where the system will not even look."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Say whether there is anything at a path; False where the system will not even look."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Say whether a path is a file; False where the system will not even look."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
