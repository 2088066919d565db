"""Ask whether a project below a uv workspace is a member of it."""

from pathlib import Path

from pystack_init.errors import Cancelled
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.system.workspace import WorkspaceUndecided, enclosing_workspace
from pystack_init.terminal.prompts.protocol import Choices, GoBack, Heading, Item, Prompts

_OUTSIDE = Item("outside", "Exclude it", hint="With its own uv.lock and environment; uv leaves it alone")
_MEMBER = Item("member", "A member", hint="Shares the workspace's uv.lock, so there is no Dockerfile")
_STOP = Item("stop", "Stop; nothing is written")


def choose_workspace(prompts: Prompts, target: Path, answers: Answers) -> tuple[bool | None, Answers]:
    """Return whether the project joins the workspace above, None if there is none, and the answers.

    A member has no Docker files, which need a lock file of its own: with them, it can only be excluded.
    """
    root = enclosing_workspace(target)
    if root is None:
        return None, answers
    heading = Heading(f"The uv workspace `{root}` would include the project. Should it?")
    has_docker = "docker" in answers and answers["docker"].value is True
    picked = _pick(prompts, heading, [_OUTSIDE, *([] if has_docker else [_MEMBER]), _STOP])
    if picked == _STOP.value:
        raise WorkspaceUndecided(root, target)
    if picked == _MEMBER.value:
        answers = answers.with_("docker", Answer(value=False, source=Source.PROMPT))
    return picked == _MEMBER.value, answers


def _pick(prompts: Prompts, heading: Heading, items: Choices) -> str:
    while True:
        try:
            return prompts.choose(heading, items, _OUTSIDE.value)
        except GoBack:  # this is the first question
            continue
        except (KeyboardInterrupt, EOFError):
            raise Cancelled from None
