"""Checks of whether posts start a conversation."""
