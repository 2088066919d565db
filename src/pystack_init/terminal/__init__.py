"""Everything that a user sees. The only importer of rich and questionary."""
