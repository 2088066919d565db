"""Render a project from a tree of templates. Needs the tree and the answers, and nothing else of the release."""
