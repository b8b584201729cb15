"""Findings and results, and what the author accepts: suppressions and baselines."""
