"""Ask for a resource: its name, then field by field, with a preview of the table."""

from collections.abc import Callable, Sequence

from pystack_init.errors import Cancelled, PystackError
from pystack_init.resources.names import check_domain, plural_of
from pystack_init.resources.types import TYPES
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import GoBack, Heading, Item, Prompts
from pystack_init.terminal.theme import dim

DONE = "done"
_ITEMS = (
    Item("yes", "Write the resource"),
    Item("no", "Add another field"),
    Item("stop", "Stop; nothing is written"),
)
_EXAMPLES = "name, number:string:20:unique, total:money:filter, status:enum:new,paid:default=new"
# Raises an error if the name and the fields are no resource that the project can have.
Check = Callable[[str, Sequence[str]], None]


def ask_for_resource(
    prompts: Prompts, check: Check, command: Callable[[str, Sequence[str]], str]
) -> list[str]:
    """Return the name and the fields; `command` writes the command that does the same."""
    name = ""
    fields: list[str] = []
    try:
        while True:
            try:
                name = name or _name(prompts)
                word = _field(prompts, name, fields, check)
                if word != DONE:
                    fields.append(word)
                    write_stdout(f"{_table(fields)}\n")
                    continue
                write_stdout(f"\nThe same as:\n  {command(name, fields)}\n")
                picked = prompts.choose(Heading("Write it?"), _ITEMS, "yes")
            except GoBack:
                write_stdout(f"{dim('(back)')}\n")
                if fields:
                    fields.pop()
                else:
                    name = ""
                continue
            if picked == "stop":
                raise Cancelled
            if picked == "yes":
                return [name, *fields]
    except (KeyboardInterrupt, EOFError):
        raise Cancelled from None


def _name(prompts: Prompts) -> str:
    def validate(text: str) -> tuple[bool, str]:
        try:
            check_domain(text, plural_of(text))
        except PystackError as error:
            return False, error.message
        return True, f"The folder is backend/{plural_of(text)}"

    return prompts.type(
        Heading("What is the resource called?", "One of its rows, such as order"), "order", validate
    )


def _field(prompts: Prompts, name: str, fields: Sequence[str], check: Check) -> str:
    def validate(text: str) -> tuple[bool, str]:
        if text == DONE and fields:
            return True, "No more fields"
        if text == DONE:
            return False, f"Types: {', '.join(TYPES)}"
        try:
            check(name, [*fields, text])
        except PystackError as error:
            return False, f"{error.message}. {error.hint or ''}"
        return True, ""

    about = f"For example: {_EXAMPLES}"
    return prompts.type(Heading(f"Field {len(fields) + 1} of {name}", about), DONE, validate)


def _table(fields: Sequence[str]) -> str:
    """Write the fields in columns: name, type, modifiers."""
    rows = [field.split(":", 2) for field in fields]
    rows = [[*row, *([""] * (3 - len(row)))] for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(
        f"  {name:{widths[0]}}  {kind or 'string':{max(widths[1], 6)}}  {rest}".rstrip()
        for name, kind, rest in rows
    )
