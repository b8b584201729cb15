"""YAML, TOML, and JSON from untrusted files: read within limits, saying where a fault is."""
