"""Feed formatters. Each module defines a `FORMATTER`."""
