"""The HTTP API of the jobs."""
