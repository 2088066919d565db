"""Django REST framework: settings, errors, pagination, OpenAPI."""
