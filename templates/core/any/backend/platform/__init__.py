"""Everything that is not a domain; README.md has one line per file."""
