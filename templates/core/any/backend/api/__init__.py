"""HTTP: what clients see, one folder a domain."""
