"""What every request passes through: plain ASGI, so that nothing is buffered twice."""
