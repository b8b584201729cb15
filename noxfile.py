"""The project's tasks: `nox -l` lists them, `nox -s TASK` runs one in an environment of its own.

The workflow in `.github` runs the same tasks. `pip install nox` is all you need.
"""

from __future__ import annotations

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["test_fast", "lint"]
nox.options.reuse_venv = "yes"

PYTHONS = ["3.10", "3.11", "3.12", "3.13"]
PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str) -> None:
    """Install postlint in editable mode with dependency groups."""
    session.install("-e", ".", *nox.project.dependency_groups(PROJECT, *groups))


@nox.session
def test_fast(session: nox.Session) -> None:
    """Run the tests that need no browser, cluster, editor, or build."""
    install(session, "test")
    # In CI, a test that needs something else would fail instead of being skipped.
    arguments = session.posargs or ["-n", "auto", "--dist", "worksteal"]
    session.run("pytest", "-m", "not slow", *arguments, env={"CI": None})


@nox.session(python=PYTHONS)
def test(session: nox.Session) -> None:
    """Run all tests; in CI, none may be skipped because something isn't installed."""
    install(session, "dev")
    session.run("pytest", *(session.posargs or ["-n", "auto", "--dist", "worksteal"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check format, style, types, import layers, workflows, and the examples of the rules."""
    install(session, "lint")
    session.run("pre-commit", "run", "--all-files", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Write the generated pages, schemas, and picture."""
    install(session)
    session.run("python", "docs/generate.py")


@nox.session
def bench(session: nox.Session) -> None:
    """Run a benchmark: `nox -s bench -- throughput DRAFTS`; without arguments, stress inputs."""
    install(session, "audit")
    name, *arguments = session.posargs or ["stress_inputs"]
    session.run("python", "-m", f"benchmarks.{name}", *arguments)
