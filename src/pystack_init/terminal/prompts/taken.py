"""Ask for another folder where the target of `new` cannot contain a project."""

from pathlib import Path

from pystack_init.errors import Cancelled, DestinationTaken, DestinationUnusable, PystackError
from pystack_init.planning.plan import locate
from pystack_init.planning.validation import shown
from pystack_init.questions.answers import Answers, Source
from pystack_init.system.staging import check_target
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import GoBack, Heading, Item, Prompts
from pystack_init.terminal.theme import dim

SHOWN = 3  # names of files
_OTHER = Item("other", "Type another name")
_STOP = Item("stop", "Stop; nothing is written")


def free_target(prompts: Prompts, path: str | None, answers: Answers) -> tuple[str | None, Answers]:
    """Return the given path and answers, or those of another folder if the target is taken."""
    target, _ = locate(path, answers)
    if target is None:
        return path, answers
    try:
        check_target(target)
    except (DestinationTaken, DestinationUnusable) as error:
        if not target.name:
            raise  # `.` names this folder and no other
        other = _choose(prompts, target, error)
        if answers["name"].source is Source.PATH:
            answers = answers.without("name")
        return other, locate(other, answers)[1]
    return path, answers


def next_free(target: Path) -> Path | None:
    """Return the first of `name-2`, `name-3` and so on that can contain a project."""
    others = (target.with_name(f"{target.name}-{number}") for number in range(2, 100))
    return next((one for one in others if _validate(str(one))[0]), None)


def _choose(prompts: Prompts, target: Path, error: PystackError) -> str:
    """Return another folder, or raise the error when the user stops."""
    free = next_free(target)
    heading = Heading(f"{error.message}. Which folder?", _content(target))
    items = [_OTHER, *([Item("free", f"Use {free}")] if free else []), _STOP]
    picked = ""
    while True:
        try:
            picked = prompts.choose(heading, items, _OTHER.value)
            if picked == _OTHER.value:
                about = "The path of a new or an empty folder"
                return prompts.type(Heading("Which folder?", about), str(free or ""), _validate)
        except GoBack:
            if picked:
                write_stdout(f"{dim('(back)')}\n")
            continue
        except (KeyboardInterrupt, EOFError):
            raise Cancelled from None
        if picked == _STOP.value:
            raise error
        return str(free)


def _content(target: Path) -> str:
    """Name a few files of a folder, so that the user recognises it."""
    names = sorted(one.name for one in target.iterdir()) if target.is_dir() else []
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"It contains {', '.join(map(shown, names[:SHOWN]))}{more}" if names else ""


def _validate(text: str) -> tuple[bool, str]:
    try:
        target, _ = locate(text, Answers())
        check_target(target or Path(text))
    except PystackError as error:
        return False, error.message
    return True, f"Folder {target}"
