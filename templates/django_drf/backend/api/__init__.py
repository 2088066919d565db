"""HTTP: what programs talk to."""
