"""Edits of a draft: safe fixes, suggestions, and comments that ignore a rule.

Each function applies its edits to a copy of the draft, reads the result, and compares. If anything
but the intended change would differ, it returns no edits.
"""

from postlint.fixes.edit import Edit, apply
from postlint.fixes.ignoring import ignore_rule
from postlint.fixes.moving import move_to_top
from postlint.fixes.safe import Fix, is_fixable, merge_edits, safe_fixes
from postlint.fixes.suggesting import insert_paragraph

__all__ = [
    "Edit",
    "Fix",
    "apply",
    "ignore_rule",
    "insert_paragraph",
    "is_fixable",
    "merge_edits",
    "move_to_top",
    "safe_fixes",
]
