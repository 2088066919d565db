"""Everything that asks a person."""
