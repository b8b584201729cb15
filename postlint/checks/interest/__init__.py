"""Checks of whether a post interests a client."""
