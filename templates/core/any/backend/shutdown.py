"""Whether this process has been told to stop: set by the server, read by the readiness check."""


class Stop:
    """A flag without a lock, which a second signal would wait for while the first is handled."""

    requested = False


stop = Stop()
