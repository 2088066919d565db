"""The decision record of a project, in which answers are written as flags."""

from collections.abc import Mapping

from pystack_init.planning.command_line import to_flag
from pystack_init.recommendation import decision_record as record


def decision_record(answers: Mapping[str, str | bool]) -> str:
    """Return the record as Markdown."""
    return record.decision_record(answers, to_flag)
