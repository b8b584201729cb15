"""Checks of a post's form."""
