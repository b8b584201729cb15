"""Posts: drafts that have been analyzed."""
