"""Render a project from a tree of templates and answers, and from nothing else of the release."""
