"""The shutdown flag: set by the server on a signal, read by the readiness check."""


class Stop:
    """A flag without a lock: a second signal during the handler of the first would deadlock."""

    requested = False


stop = Stop()
