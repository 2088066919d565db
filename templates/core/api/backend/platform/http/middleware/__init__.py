"""Middleware for every request: plain ASGI, so that nothing is buffered twice."""
