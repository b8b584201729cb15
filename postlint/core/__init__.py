"""Facts and helpers that don't depend on posts: errors, files, dates, terminal text, platforms."""
