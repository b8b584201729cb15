"""Checks of whether posts are worth the time they take."""
