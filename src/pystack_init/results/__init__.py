"""The results of commands: frozen data that `terminal/views/report.py` renders as text or JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pystack_init.errors import PystackError


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """A problem that did not stop the command."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """The common part: warnings, and the error of a partly successful command."""

    command: ClassVar[str]
    warnings: Sequence[ResultWarning] = ()
    error: PystackError | None = None

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        raise NotImplementedError
