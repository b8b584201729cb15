"""Drafts: finding, reading, and splitting them, and the spans of prose in them.

Nothing here depends on the language of a draft.
"""
