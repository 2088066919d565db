"""Live updates: clients are told what has changed, over WebSockets and server-sent events."""
