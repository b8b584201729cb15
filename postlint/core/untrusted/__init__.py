"""Readers for YAML, TOML, and JSON from untrusted files, with limits and error positions."""
