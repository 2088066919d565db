"""Turn flags, files, environment and defaults into a checked plan."""
