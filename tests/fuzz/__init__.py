"""Fuzzing: mutated drafts, rules, configuration, archives, and editor messages.

`pytest tests/fuzz` does a short run. A long one, on all processors:

    python -m tests.fuzz --inputs 1000000

An input that fails is written to a folder; put it in `tests/fuzz/saved/TARGET/` when it is fixed,
so that every run tries it again.
"""
