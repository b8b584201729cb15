"""Messages with `{fields}`.

Rule files aren't trusted: only plain names are replaced, never attributes or formats. Drafts
aren't trusted either: their control characters never reach a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from postlint.core.terminal_text import one_line, strip_hidden

_FIELD = re.compile(r"\{(\w+)\}")


def placeholders(template: str) -> list[str]:
    """Return the names of a template's fields."""
    return _FIELD.findall(template)


def fill(template: str, fields: Mapping[str, str], *, for_draft: bool = False) -> str:
    """Return the template with its fields replaced, as one line of plain text.

    Invisible characters are escaped. In text for a draft, they're removed.
    """
    filled = _FIELD.sub(lambda match: fields.get(match[1], match[0]), template)
    return strip_hidden(filled) if for_draft else one_line(filled)


def elide(template: str) -> str:
    """Return the template with an ellipsis for each field, for a rule's documentation."""
    return _FIELD.sub("…", template)
