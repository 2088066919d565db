"""HTTP: errors, documentation, health checks, middleware."""
