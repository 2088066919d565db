"""Whether this process has been told to stop: set by the server, read by the readiness check."""

from threading import Event

stopping = Event()
