"""The starter file for a custom rule."""

from __future__ import annotations

import os
import re
from pathlib import Path

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_STARTER = """\
# A rule for postlint. Change what you like, then run `postlint test {name}.yaml`.

id: {name}
category: form        # audience, interaction, return, focus, interest, or form
scope: sentence       # post, block, sentence, opening (before the fold), closing (last block)
severity: warning     # error, warning, or info; by platform: {{default: warning, blog: info}}

# Which posts the rule applies to. Other keys: max_words, anecdotes, questions, exempt_platforms, …
applies: {{min_words: 3, replies: false}}

# What to look for. These checks need no Python:
#   phrases  words from a list            pattern  words by their grammar (spaCy token patterns)
#   count    too many or too few          ratio    too large or too small a share
#   absent   something that's missing     metric   a figure such as words-per-sentence
check: phrases
options:
  phrases: ["game changer*", "low-hanging fruit"]   # `*` matches any ending

summary: "The post uses a phrase that says little to a client."
message: "“{{phrase}}” says little to a client."          # at most 90 characters
# The next step, at most 140 characters. Give one, or up to four, each with `when:` or a field from
# the profile: {{firm}}, {{offer}}, {{clients}}, {{problem}}, {{goal}}.
help:
  - "Say what it is in plain words."
  - say: "Say what it changes for {{clients}}."
why: |
  Words that everyone uses tell a client nothing about you.
before: |
  Our new scheduler is a real game changer for small practices.
after: |
  Our new scheduler saves a receptionist in a small practice two hours a week.

# Posts that it must flag, and posts that it must not. `postlint test` runs them.
bad:
  - text: "Our new scheduler is a real game changer."
    at: "game changer"
  - text: "Online booking is a Game Changer for every salon in town."
  - text: "Start with the low-hanging fruit and send the old invoices first."
  - text: "Two game changers in one week: a van, and someone who drives it."
  - text: "For a bakery, frozen dough is low-hanging fruit."
  - text: "Heat pumps have been game changers for old farmhouses."
good:
  - text: "Our new scheduler saves a receptionist two hours a week."
  - text: "The fruit on the low branches is picked by the children."
  - text: "Online booking means that nobody has to call you at lunch."
  - text: "A colleague says: “This saw is a game changer.” I say it's a saw."
  - text: "We changed the game on Friday: from now on, the client goes first."
  - text: "Frozen dough lets a baker sleep until five."
"""


def write_scaffold(name: str, folder: Path) -> Path:
    """Write a working rule file to edit, and return its path.

    Raises:
        PostlintError: the name isn't a valid id, or the file already exists.
    """
    if not _ID.fullmatch(name):
        raise PostlintError(
            f"`{name}` isn't a valid rule name; use lowercase letters, digits, and dashes"
        )
    path = folder / f"{name}.yaml"
    if os.path.lexists(path):
        raise PostlintError(f"{path} already exists; choose another name")
    with replace_file(path) as file:
        file.write(_STARTER.format(name=name))
    return path
