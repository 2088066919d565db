"""How Django is put together."""
