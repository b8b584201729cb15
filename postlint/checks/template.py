"""Messages with `{fields}`.

Rule files are not trusted: only plain names are filled in, never attributes or formats. Drafts
are not trusted either: control characters in their words never reach a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from postlint.core.terminal_text import one_line, strip_hidden

_FIELD = re.compile(r"\{(\w+)\}")


def placeholders(template: str) -> list[str]:
    """Return the names of the fields in a template."""
    return _FIELD.findall(template)


def fill(template: str, fields: Mapping[str, str], *, for_draft: bool = False) -> str:
    """Return the template with its fields filled in, as one line of plain text.

    Characters that nobody sees become escapes, or, in text to be put in a draft, are left out.
    """
    filled = _FIELD.sub(lambda match: fields.get(match[1], match[0]), template)
    return strip_hidden(filled) if for_draft else one_line(filled)


def elide(template: str) -> str:
    """Return the template with an ellipsis for each field, for people who read about the rule."""
    return _FIELD.sub("…", template)
