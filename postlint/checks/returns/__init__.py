"""Checks of whether a post earns the time that it costs."""
