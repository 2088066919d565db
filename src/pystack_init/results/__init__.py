"""What a command returns: frozen data that `terminal/report.py` draws for people or as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pystack_init.errors import PystackError


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """Something worth knowing that stopped nothing."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """The common part: what to watch out for, and why it is not a full success."""

    command: ClassVar[str]
    warnings: Sequence[ResultWarning] = ()
    error: PystackError | None = None

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        raise NotImplementedError
