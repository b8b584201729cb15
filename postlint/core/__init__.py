"""Facts and helpers that know nothing of posts: errors, files, dates, terminal text, platforms."""
