"""How mail is delivered, for the tests of the pages."""

import threading

ADDRESS = "ada@example.com"
PASSPHRASE = "tangerine lamp 42"


def deliver() -> None:
    """Wait for mail that is sent after the response."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()
