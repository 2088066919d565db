"""Write what is derived from `questions.py`: the questions in `templates/copier.yml`.

`--check` writes nothing and fails when the file on disk differs.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

from pystack_init.questions import QUESTIONS, Kind, Question

COPIER_YML = Path(__file__).parents[1] / "templates" / "copier.yml"
MARK = "# --- questions ---\n"


def copier_question(question: Question) -> dict[str, Any]:
    """Turn one question into Copier's form. Defaults stay out: the plan gives every answer."""
    if question.kind is Kind.YES_NO:
        return {"type": "bool", "help": question.text}
    if question.kind is Kind.TEXT:
        return {"type": "str", "help": question.text}
    return {"type": "str", "help": question.text, "choices": list(question.values)}


def copier_yml(current: str) -> str:
    """Put the questions below the mark in `current`."""
    kept, mark, _ = current.partition(MARK)
    rows = {question.id: copier_question(question) for question in QUESTIONS}
    return kept + mark + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1_000)


def main() -> int:
    """Write the file, or check it."""
    current = COPIER_YML.read_text(encoding="utf-8")
    wanted = copier_yml(current)
    if "--check" in sys.argv:
        return int(current != wanted)
    COPIER_YML.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
