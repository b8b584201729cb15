"""postlint in editors: the Language Server Protocol over standard input and output.

One thread talks with the editor and owns the open drafts; another one checks them, by the very
steps that the command line takes. So a slow check keeps no one from typing.
"""
