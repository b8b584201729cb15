"""What a check's options mean, in the words of its own documentation."""

from __future__ import annotations

import ast
import inspect
import textwrap

from postlint.checks import CheckOptions


def describe_options(options: type[CheckOptions]) -> dict[str, str]:
    """Return what each option means: the string below its definition, as one line."""
    described: dict[str, str] = {}
    for model in reversed(options.__mro__):
        if issubclass(model, CheckOptions):
            described |= _attribute_docstrings(model)
    return {name: described.get(name, "") for name in options.model_fields}


def _attribute_docstrings(model: type) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except (OSError, TypeError):
        return {}  # a plug-in without its source
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101 -- that is what was parsed
    found = {}
    for statement, following in zip(definition.body, definition.body[1:], strict=False):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
            and isinstance(following.value.value, str)
        ):
            found[statement.target.id] = " ".join(following.value.value.split())
    return found
