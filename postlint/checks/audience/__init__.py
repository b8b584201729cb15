"""Checks of whether a post reaches the author's clients."""
