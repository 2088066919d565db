"""What a command reports while it runs."""


class Progress:
    """Receive the progress of a command. This class shows nothing."""

    def begin(self, step: str) -> None:
        """Begin a step; the one before it has ended."""

    def update(self, activity: str, count: str) -> None:
        """Show what the step does now, and how far it is where that is known."""

    def fail(self, output: str) -> None:
        """Show the output of a failed step."""


NO_PROGRESS = Progress()
