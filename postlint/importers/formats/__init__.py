"""The formats of exports, one module each."""
