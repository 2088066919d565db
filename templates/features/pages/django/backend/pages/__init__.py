"""Server-rendered HTML pages, based on the same models as the API."""
