"""Choose a Python web stack with reasons, and get a project that is ready to work on."""

__version__ = "0.1.0"
