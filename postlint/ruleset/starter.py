"""A first rule of one's own, to be changed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from postlint.errors import PostlintError
from postlint.output_file import replace_file

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_STARTER = """\
# A rule for postlint. Change what you like, then run `postlint test {name}.yaml`.

id: {name}
category: form            # audience, interaction, return, focus, interest or form
scope: sentence       # post, block, sentence, opening (before the fold) or closing (last block)
severity: warning     # error, warning or info; by platform: {{default: warning, blog: info}}

# What to look for. The checks without Python are
#   phrases  words from a list            pattern  words by their grammar (spaCy token patterns)
#   count    at most (or least) so many   ratio    at most (or least) such a share
#   absent   something must be there      metric   a figure such as words-per-sentence
check: phrases
options:
  phrases: ["game changer*", "low-hanging fruit"]   # `*`: any ending

message: "“{{phrase}}” says little to a client."
# One text, or several of which each draft gets one that fits it. They may use the draft's own
# {{topic}}, {{figure}} and {{quote}} and, from the profile, {{firm}}, {{offer}}, {{clients}},
# {{problem}} and {{goal}}.
help:
  - "Say what it is in plain words."
  - say: "Say what it changes for {{clients}}."
why: |
  Words that everybody uses tell a client nothing about you.

# Posts that it must flag, and posts that it must not. `postlint test` runs them.
bad:
  - text: "Our new scheduler is a real game changer."
    at: "game changer"
good:
  - text: "Our new scheduler saves a receptionist two hours a week."
"""


def write_starter(name: str, folder: Path) -> Path:
    """Write a rule file that works and can be changed, and return its path.

    Raises:
        PostlintError: the name is no id, or there is such a file already.
    """
    if not _ID.fullmatch(name):
        raise PostlintError(f"`{name}` is no name for a rule: small letters, digits and dashes")
    path = folder / f"{name}.yaml"
    if os.path.lexists(path):
        raise PostlintError(f"{path} is there already; choose another name")
    with replace_file(path) as file:
        file.write(_STARTER.format(name=name))
    return path
