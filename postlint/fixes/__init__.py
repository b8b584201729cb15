"""Edits of a draft: safe fixes, suggestions, and comments that ignore a rule.

Each function applies its edits to a copy of the draft, reads the result, and compares. If anything
but the intended change would differ, it returns no edits.
"""

from postlint.fixes.edits import Edit, apply
from postlint.fixes.paragraphs import insert_paragraph, move_to_top
from postlint.fixes.safe_fixes import Fix, is_fixable, merge_edits, safe_fixes
from postlint.fixes.suppress_rule import ignore_rule

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
