"""The endpoints of models."""
