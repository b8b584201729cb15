"""Generic checks, for rules without Python."""
