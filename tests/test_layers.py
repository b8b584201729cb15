"""Imports go one way, and heavy libraries are imported in one place."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.requirements import require_package

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "postlint"
MODULES = sorted(PACKAGE.rglob("*.py"))
TRAINING = (
    "training/english/",
    "training/encoder/",
    "training/word_vectors.py",
    "training/classifiers.py",
)
"""Code that trains the shipped models may import its libraries."""


def test_layers() -> None:
    """The contracts are in pyproject.toml."""
    require_package("importlinter", "lint")
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        encoding="utf-8", env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def imports(node: ast.AST) -> Iterator[str]:
    """Yield the top-level names of what is imported at run time."""
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield (node.module or "").split(".")[0]
    else:
        children = ast.iter_child_nodes(node)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            children = iter(node.orelse)
        for child in children:
            yield from imports(child)


@cache
def imports_by_module() -> dict[str, set[str]]:
    """Return what each module imports at run time."""
    return {
        module.relative_to(PACKAGE).as_posix(): {
            *imports(ast.parse(module.read_text(encoding="utf-8")))
        }
        for module in MODULES
    }


def users_of(library: str) -> set[str]:
    """Return the modules that import a library, without those that train the shipped models."""
    names = {name for name, imported in imports_by_module().items() if library in imported}
    return {name for name in names if not name.startswith(TRAINING)}


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("spacy", "nlp/spacy_pipeline.py nlp/spacy_speedups.py nlp/tokenization.py"),
        ("sklearn", "training/metrics.py training/pipelines.py"),
        ("py3langid", "nlp/language.py"),
        ("pyromark", "document/markdown.py"),
        (
            "pygls",
            "server/documents.py server/protocol.py server/server.py server/stdio.py "
            "server/text.py web/app.py",
        ),
        ("websockets", "web/app.py"),
        ("rensa", "feed/duplicates.py"),
        ("pyarrow", "importers/formats/parquet.py"),
        ("distributed", "audit/cluster.py"),
        ("altair", "formatters/page/charts.py"),
        ("vl_convert", "formatters/page/charts.py"),
        ("scipy", ""),
        ("thinc", "nlp/spacy_speedups.py"),
        ("threadpoolctl", "core/blas.py"),
        ("pickle", ""),
    ],
)
def test_libraries_are_imported_in_one_place(library: str, homes: str) -> None:
    assert users_of(library) == set(homes.split())


def test_numpy_imports() -> None:
    assert users_of("numpy") == {
        "core/blas.py",
        "nlp/spacy_speedups.py",
        "nlp/segmentation.py",
        "nlp/word_vectors.py",
        "scoring/encoder/network.py",
        "training/bootstrap.py",
        "training/metrics.py",
    }


def test_layers_test_finds_every_import() -> None:
    source = (
        "import a.b\n"
        "if TYPE_CHECKING:\n    import c\nelse:\n    import d\n"
        "try:\n    from e.f import g\nexcept ImportError:\n    import h\n"
        "def f():\n    import i\n"
        "if typing.TYPE_CHECKING:\n    from j import k\n"
    )
    assert list(imports(ast.parse(source))) == ["a", "d", "e", "h", "i"]
    assert len(MODULES) > 40


def test_click_is_imported_by_commands_only() -> None:
    users = {name.split("/")[0] for name in users_of("click") | users_of("rich")}
    assert users == {"__main__.py", "cli", "formatters"}
