"""A project on disk, after `new`."""
