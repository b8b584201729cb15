"""Checks of a whole feed."""
