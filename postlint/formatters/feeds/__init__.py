"""Formats for the result of a whole feed, one module each: its `FORMATTER`."""
