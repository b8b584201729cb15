"""Learning from labelled posts, and measuring what was learned."""
