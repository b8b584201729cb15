"""Findings, results, suppressions, and baselines."""
