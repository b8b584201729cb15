"""What measuring and training need beyond postlint's own dependencies."""

from __future__ import annotations

from importlib.util import find_spec

from postlint.core.errors import PostlintError


def require_scikit_learn() -> None:
    """Check that scikit-learn is installed, without importing it.

    Raises:
        PostlintError: it isn't; says how to install it.
    """
    if find_spec("sklearn") is None:
        raise PostlintError(
            "measuring and training need scikit-learn; "
            "install it with: pip install 'postlint[train]'"
        )
