"""Checks of whether posts interest clients."""
