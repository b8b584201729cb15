"""Edits of a draft: safe fixes, suggestions, and comments that ignore a rule.

Each function applies its edits to a copy of the draft, reads the result, and compares. If anything
but the intended change would differ, it returns no edits.
"""

from postlint.fixes.edit import Edit, apply
from postlint.fixes.ignoring import ignore_rule
from postlint.fixes.moving import move_to_top
from postlint.fixes.safe import Fix, all_edits, is_fixable, safe_fixes
from postlint.fixes.suggesting import put_in

__all__ = [
    "Edit",
    "Fix",
    "all_edits",
    "apply",
    "ignore_rule",
    "is_fixable",
    "move_to_top",
    "put_in",
    "safe_fixes",
]
