"""Benchmarks: postlint beside other linters, and how it grows."""
