"""Rules as data: what a rule file holds, how it is read, and how its examples are run."""
