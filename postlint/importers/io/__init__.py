"""Reading the files that exports are made of: zip, CSV, JSON, and HTML."""
