"""The operating system: files, signals, programs."""
