"""Importers: they read posts from exports of platforms and scheduling tools, and from tables."""
