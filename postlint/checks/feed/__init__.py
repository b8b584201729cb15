"""Checks of whole feeds."""
