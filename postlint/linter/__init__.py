"""The linter: it turns sources into results, with a cache and worker processes."""
