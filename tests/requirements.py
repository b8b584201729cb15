"""What a test needs besides postlint: without it, the test is skipped, and in CI it fails."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from typing import Any, NoReturn

import pytest


def require_package(module: str, group: str) -> Any:
    """Return a module of a package that only a dependency group installs."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        skip_or_fail(f"needs {error.name}: pip install -e . --group {group}")


def require_program(program: str) -> str:
    """Return the path of a program."""
    path = shutil.which(program)
    if path is None:
        skip_or_fail(f"needs {program}")
    return path


def skip_or_fail(reason: str) -> NoReturn:
    """End a test, or a module of tests, that needs something that isn't installed."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)
