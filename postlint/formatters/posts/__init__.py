"""Formats for the results of posts, one module each: its `FORMATTER`."""
