"""Learning from labeled posts, and measuring what was learned."""
