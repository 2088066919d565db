"""The contract of registration, sign-in and the current user's account."""
