"""Render a project straight from the templates: `uv run scripts/render.py OUT [question=answer …]`."""

import sys
from pathlib import Path

from pystack_init.lifecycle.creation import create_files
from pystack_init.questions.model import Kind
from pystack_init.questions.names import slug_of
from pystack_init.questions.project import BY_ID, QUESTIONS


def main() -> None:
    """Render into the folder that is the first argument."""
    destination, *pairs = sys.argv[1:]
    answers = {question.id: question.default for question in QUESTIONS} | {"name": Path(destination).name}
    for pair in pairs:
        key, value = pair.split("=", 1)
        answers[key] = value == "yes" if BY_ID[key].kind is Kind.YES_NO else value
    Path(destination).mkdir(parents=True)
    create_files(answers, slug_of(str(answers["name"])), Path(destination))


if __name__ == "__main__":
    main()
