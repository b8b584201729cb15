"""Drafts: what an author wrote, where it is, and which stretches of it are prose.

Nothing here knows any language.
"""
