"""Put one question to a person, in a terminal that can move its cursor. Back raises `GoBack`."""

from collections.abc import Callable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any, Protocol

from pystack_init.terminal.console import width
from pystack_init.terminal.theme import speaks_unicode

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent
    from questionary import Question

Choices = Sequence[tuple[str, str]]  # each a value and what is shown for it


class GoBack(Exception):
    """The person wants to see the question before."""


class Prompts(Protocol):
    """A way to ask."""

    def choose(self, title: str, about: str, choices: Choices, default: str) -> str:
        """Let one of the choices be picked."""

    def type(self, title: str, about: str, default: str, judge: Callable[[str], tuple[bool, str]]) -> str:
        """Let a line be typed; `judge` says of it whether it will do, and what to show meanwhile."""


class Full:
    """Lists to move through with the arrows, and a line that says live what becomes of what is typed."""

    def __init__(self) -> None:
        import questionary  # noqa: F401, PLC0415 - before anything else is imported behind the first question

    def choose(self, title: str, about: str, choices: Choices, default: str) -> str:
        """Let one of the choices be picked."""
        import questionary  # noqa: PLC0415 - 0.1 s to import: only when somebody is asked

        prompt = questionary.select(
            title,
            choices=[questionary.Choice(label, value) for value, label in choices],
            default=default,
            instruction=f"\n{fill(about, width() - 3, initial_indent='  ', subsequent_indent='  ')}"
            if about
            else " ",
            pointer="»" if speaks_unicode() else ">",
            qmark="?",
            style=_style(),
        )
        return _ask(prompt, "c-b", "left")

    def type(self, title: str, about: str, default: str, judge: Callable[[str], tuple[bool, str]]) -> str:
        """Let a line be typed."""
        import questionary  # noqa: PLC0415 - 0.1 s to import: only when somebody is asked
        from prompt_toolkit.application import get_app  # noqa: PLC0415

        def toolbar() -> str:
            _, note = judge(get_app().current_buffer.text)
            lines = [fill(one, width() - 2, subsequent_indent="  ") for one in (about, note) if one]
            return "\n".join(lines)

        prompt = questionary.text(
            title,
            default=default,
            validate=lambda text: judge(text)[0] or " ",  # the toolbar says already what is wrong
            bottom_toolbar=toolbar,
            qmark="?",
            style=_style(),
        )
        return _ask(prompt, "c-b")


def _ask(prompt: "Question", *back: str) -> str:
    """Run a prompt with the keys that lead back, and one for a Ctrl-C that comes as a signal."""
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings  # noqa: PLC0415

    ours = KeyBindings()

    def go_back(event: "KeyPressEvent") -> None:
        event.app.erase_when_done = True
        event.app.exit(exception=GoBack())

    def stop(event: "KeyPressEvent") -> None:
        event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")

    for key in back:
        ours.add(key, eager=True)(go_back)
    ours.add("<sigint>")(stop)
    application = prompt.application
    application.key_bindings = merge_key_bindings(
        [application.key_bindings, ours] if application.key_bindings else [ours]
    )
    answer: str = prompt.unsafe_ask()
    return answer


def _style() -> Any:
    from questionary import Style  # noqa: PLC0415

    return Style(
        [
            ("qmark", "fg:ansicyan"),
            ("question", "bold"),
            ("instruction", ""),
            ("pointer", "fg:ansicyan bold"),
            ("highlighted", "bold"),
            ("selected", "noreverse"),
            ("answer", "fg:ansicyan"),
            ("bottom-toolbar", "noreverse"),
            ("bottom-toolbar.text", ""),
            ("validation-toolbar", "bg:default fg:default"),
        ]
    )
