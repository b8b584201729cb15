"""How the models that postlint ships are trained. Not part of the wheel."""
