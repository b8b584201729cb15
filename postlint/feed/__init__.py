"""Feeds: all posts by one author, and statistics about them."""
