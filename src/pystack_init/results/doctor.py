"""The result of `doctor`: a status per check, and the command that fixes a problem."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pystack_init.errors import PystackError
from pystack_init.results import Result


class ChecksFailed(PystackError):
    """`doctor` found a problem that stops the project from running."""

    code = "checks-failed"


class CheckStatus(StrEnum):
    """The status of one check."""

    PASS = "pass"  # noqa: S105 - a status, not a password
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One check; `fix` is a command to type."""

    id: str
    status: CheckStatus
    message: str
    fix: str | None = None


@dataclass(frozen=True, kw_only=True)
class DoctorReport(Result):
    """Every check; `error` is a `ChecksFailed` when one of them fails."""

    command = "doctor"
    checks: tuple[Check, ...]

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {
            "checks": [
                {"id": one.id, "status": one.status.value, "message": one.message, "fix": one.fix}
                for one in self.checks
            ]
        }
