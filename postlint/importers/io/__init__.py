"""Reading the files that exports are made of: zip, CSV, and JSON."""
