"""Feeds: many posts by one author together, and what can be counted in them."""
