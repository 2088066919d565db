"""Django configuration: settings, URLs, middleware and the ASGI application."""
