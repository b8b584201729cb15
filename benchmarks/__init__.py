"""Benchmarks: postlint compared with other linters, and how its time and memory scale."""
