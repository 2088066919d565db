"""Recommend a stack: rules, scoring, explanation."""
