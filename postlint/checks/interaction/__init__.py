"""Checks of what a post asks its reader."""
