"""The linter: from sources to results, in this process, in worker processes, or from the cache."""
