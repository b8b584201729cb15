"""Names of project files, such as README, that aren't posts."""

from __future__ import annotations

import re

_EXTENSION = r"(?:[._-]\w{1,6})?\.\w+"
"""A file extension, optionally after a language or the like: `README.de.md`."""

_ANY_CASE_NAMES = re.compile(
    rf"""(?xi:
    # Documents of a repository.
    (?: readme | licen[cs]es? | changelog | contributing | contributors | copying | codeowners
      | maintainers | code[ _-]?of[ _-]?conduct | (?:pull|merge)[_-]request[_-]template
      | issue[_-]template | third[_-]party[_-](?:licen[cs]es|notices) ){_EXTENSION}
    | todo\.\w+
    # Instructions for AI assistants.
    | (?: copilot-instructions | .+\.(?:instructions|prompt|chatmode) )\.md
    | llms(?:-(?:full|small|medium|ctx|ctx-full))?\.(?:txt|md)
    # Files of a website for programs.
    | (?: robots | humans | security | (?:app-)?ads | sellers | ai | trust | carbon | keybase
      | tdmrep )\.txt
    # Licenses of fonts and of other people's work.
    | (?:.*[ ._-])? (?:ofl|ufl) (?:[ ._-].*)? \.txt | fontlog\.txt
    | (?:[^\W_]+[ ._-]){{1,2}} licen[cs]e\.txt
    # Lists that programs read.
    | (?:.*[._-])? (?:requirements|constraints) .* \.txt
    | cmakelists\.txt | (?:packages|runtime|apt|version)\.txt
    )""",
)

_UPPERCASE_NAMES = re.compile(
    rf"""(?x:
    (?: TODO | AGENTS? | CLAUDE | GEMINI | QWEN | CRUSH | WARP | CONVENTIONS | SKILL | SECURITY
      | SUPPORT | GOVERNANCE | AUTHORS | NOTICES? | HISTORY | NEWS | CHANGES | RELEASES? | RELEASING
      | ROADMAP | INSTALL | UPGRADING | MIGRATION | CREDITS | THANKS | ACKNOWLEDGE?MENTS | PATENTS
      | CITATION | VERSION | DCO | CLA | ARCHITECTURE | DEVELOPMENT | TESTING | STYLEGUIDE
      | TRADEMARKS? | BACKERS | SPONSORS | ADOPTERS | DISCLAIMER | HACKING | BUILDING ){_EXTENSION}
    )""",
)
"""Names of project files only in capitals: `news.md` may be a post."""


def is_project_file(name: str) -> bool:
    """Return whether a file name is that of a file of a repository, website, or font."""
    return bool(_ANY_CASE_NAMES.fullmatch(name) or _UPPERCASE_NAMES.fullmatch(name))
