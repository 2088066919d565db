"""Render a project from a tree of templates and answers only, independent of the rest of the release."""
