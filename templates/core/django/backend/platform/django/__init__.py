"""Django behind an event loop: threads, timeouts, error responses."""
