"""The life of a project on disk: how it begins and, later, how it changes."""
