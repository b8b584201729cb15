"""postlint in editors: the Language Server Protocol over standard input and output.

One thread talks to the editor and owns the open drafts. Another thread checks them, in the same
way as `postlint check`, so a slow check never blocks the editor.
"""
