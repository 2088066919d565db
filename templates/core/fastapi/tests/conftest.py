"""Each test starts with a running server and empty tables."""

pytest_plugins = ["tests.support.server", "tests.support.clients"]
