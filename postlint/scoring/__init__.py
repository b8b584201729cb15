"""Scoring of posts: the labels, the relevance score, the verdict, and the reasons."""
