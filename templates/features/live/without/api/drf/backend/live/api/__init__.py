"""The HTTP API of live updates."""
