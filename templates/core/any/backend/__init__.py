"""Everything that runs: settings, the HTTP API and its database."""
