"""Rules: the model of a rule file, the loader, advice, and the pages about rules."""
