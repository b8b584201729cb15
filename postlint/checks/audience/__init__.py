"""Checks of whether posts reach the author's clients."""
