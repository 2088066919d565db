"""Edge cases of the catalogue."""
