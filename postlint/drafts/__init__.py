"""Drafts: what an author wrote, where it stands, and which stretches of it are prose.

Nothing here knows any language.
"""
