"""Every kind of prompt, and the steps of a session."""
