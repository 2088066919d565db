"""Tests, in the folders of `backend`; `support` has fixtures and clients."""
