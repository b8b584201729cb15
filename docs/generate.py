"""Write what is made from the code: the pages of the rules and the JSON Schemas.

    python docs/generate.py

A test holds them to be current.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from postlint.checks import CHECKS
from postlint.configuration.schema import config_schema, rule_schema
from postlint.ruleset.loader import builtin_rules
from postlint.ruleset.page import index, page

DOCS = Path(__file__).resolve().parent


def files() -> Iterator[tuple[Path, str]]:
    """Yield each file that is made, and what is to stand in it."""
    rules = builtin_rules()
    yield DOCS / "rules" / "README.md", index(rules)
    for rule in rules:
        yield DOCS / "rules" / f"{rule.id}.md", page(rule)
    for name, schema in (("config", config_schema(rules)), ("rule", rule_schema(CHECKS))):
        text = json.dumps(schema, indent=1, ensure_ascii=False)
        yield DOCS / "schemas" / f"{name}.json", f"{text}\n"


def main() -> None:
    """Write the files, and take away pages of rules that are no more."""
    written = set()
    for path, text in files():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.add(path)
    for path in (DOCS / "rules").glob("*.md"):
        if path not in written:
            path.unlink()


if __name__ == "__main__":
    main()
