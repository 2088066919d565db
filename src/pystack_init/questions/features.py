"""Read the questions of a tree's features from their `feature.toml`."""

from collections.abc import Mapping, Sequence
from typing import Any

from pystack_init.questions.model import GROUPS, Choice, Kind, Prerequisite, Question, Suggested
from pystack_init.rendering.manifest import Tree


def questions_of(tree: Tree) -> tuple[Question, ...]:
    """List the questions of a tree's features, in the order of the features."""
    offered: dict[str, list[Choice]] = {}
    for feature in tree.features:
        if feature.choice:
            choice = Choice(feature.choice["value"], feature.choice["label"])
            offered.setdefault(feature.choice["question"], []).append(choice)
    return tuple(
        _question(one.question, offered.get(one.question["id"], [])) for one in tree.features if one.question
    )


def _question(row: Mapping[str, Any], offered: Sequence[Choice]) -> Question:
    """Create the question of a `feature.toml`; insert choices of other features before the last one."""
    own = [Choice(**choice) for choice in row.get("choices", ())]
    return Question(
        id=row["id"],
        text=row["text"],
        help=row["help"],
        kind=Kind(row.get("kind", Kind.CHOICE)),
        choices=(*own[:-1], *offered, *own[-1:]),
        default=row["default"],
        group=GROUPS[row["group"]],
        requires=tuple(_prerequisite(one) for one in row.get("requires", ())),
        suggested=_suggested(row.get("suggested")),
    )


def _prerequisite(row: Mapping[str, Any]) -> Prerequisite:
    return Prerequisite(row["question"], tuple(row["answers"]), row["what"])


def _suggested(row: Mapping[str, Any] | None) -> Suggested | None:
    if not row:
        return None
    return Suggested(row["value"], row["question"], tuple(row["answers"]), tuple(row.get("articles", ())))
