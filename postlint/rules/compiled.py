"""The data of the built-in rule files, as JSON, because YAML is slow to parse.

Each file is found by a digest of its text, so a file that has changed since it was compiled isn't
found, and is read as YAML. `docs/generate.py` writes the JSON file.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from postlint.core import resources

COMPILED_RULES = "compiled.json"
"""The name of the file, in the folder `rules`."""


def compile_rules(documents: Iterable[tuple[str, Any]]) -> str:
    """Return the JSON file for the texts of rule files and their data; one line for each."""
    lines = (
        f"{json.dumps(_digest(text))}: {json.dumps(data, default=_date, ensure_ascii=False)}"
        for text, data in documents
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def find_compiled(text: str) -> Any | None:  # noqa: ANN401 -- any data
    """Return the data of a rule file with a text; None if it isn't compiled.

    Dates are text in the ISO format.
    """
    return _compiled_rules().get(_digest(text))


@lru_cache(maxsize=1)
def _compiled_rules() -> Mapping[str, Any]:
    try:
        text = (resources.folder("rules") / COMPILED_RULES).read_text(encoding="utf-8")
        compiled = json.loads(text)
    except (OSError, ValueError):
        return {}  # the YAML files are enough
    return compiled if isinstance(compiled, dict) else {}


def _date(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't be compiled")


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
