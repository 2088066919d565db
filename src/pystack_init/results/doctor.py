"""What `doctor` returns: a verdict a thing, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pystack_init.results import Result


class CheckStatus(StrEnum):
    """What `doctor` thinks of one thing."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing `doctor` looked at; `mend` is a command that can be typed."""

    id: str
    status: CheckStatus
    message: str
    fix: str | None = None


@dataclass(frozen=True, kw_only=True)
class DoctorReport(Result):
    """Everything `doctor` looked at; `error` is a `ChecksFailed` when one check fails."""

    command = "doctor"
    checks: tuple[Check, ...]

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        return {
            "checks": [
                {"id": one.id, "status": one.status.value, "message": one.message, "fix": one.fix}
                for one in self.checks
            ]
        }
