"""Post formatters. Each module defines a `FORMATTER`."""
