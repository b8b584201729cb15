"""Generic checks, for rules that need no Python."""
