"""Each test starts with a running server, empty tables and reset rate limits."""

pytest_plugins = ["tests.support.django_setup", "tests.support.server", "tests.support.clients"]
