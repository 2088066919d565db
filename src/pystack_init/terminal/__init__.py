"""All that a person sees. The only importer of rich and questionary."""
