"""Changes to a draft that its author may ask for: nothing is changed unless it is sure to be right.

Each function returns edits, or none where it cannot promise that all else stays as it is: the
draft is read again with the edits made, and compared.
"""

from postlint.fixes.edit import Edit, apply
from postlint.fixes.ignoring import ignore_rule
from postlint.fixes.moving import move_to_top
from postlint.fixes.safe import Fix, all_edits, safe_fixes
from postlint.fixes.suggesting import put_in

__all__ = [
    "Edit",
    "Fix",
    "all_edits",
    "apply",
    "ignore_rule",
    "move_to_top",
    "put_in",
    "safe_fixes",
]
