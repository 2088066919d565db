"""The admin at `/admin`: starlette-admin with the users, limits and errors of the API."""
