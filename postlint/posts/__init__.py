"""Posts: drafts that have been analysed."""
