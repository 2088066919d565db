"""Edge cases of accounts."""
