"""Prompts and output. The only package that imports rich and prompt_toolkit."""
