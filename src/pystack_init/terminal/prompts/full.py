"""Prompt with questionary, in a terminal that can move its cursor. Going back raises `GoBack`."""

from collections.abc import Callable
from textwrap import fill
from typing import TYPE_CHECKING, Any

from pystack_init.terminal.console import width
from pystack_init.terminal.prompts.protocol import Choices, GoBack, Validator
from pystack_init.terminal.theme import dim, supports_unicode

if TYPE_CHECKING:
    from prompt_toolkit import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPressEvent


class FullPrompts:
    """Menus with arrow keys, and a text field with a live note below it."""

    def __init__(self) -> None:
        import questionary  # noqa: F401, PLC0415 - before the background import starts

    def choose(self, title: str, about: str, choices: Choices, default: str) -> str:
        """Let the user pick one of the choices."""
        import questionary  # noqa: PLC0415 - 0.1 s to import: only to ask
        from prompt_toolkit.filters import Always  # noqa: PLC0415

        prompt = questionary.select(
            title,
            choices=[questionary.Choice(label, value) for value, label in choices],
            default=default,
            instruction=f"\n{_indented(about)}" if about else " ",
            pointer=_pointer(),
            qmark="?",
            style=_style(),
        )
        # Every list has a hidden input line: pasted text would appear in the middle of the list.
        prompt.application.current_buffer.read_only = Always()
        return _run(prompt.application, {"c-b": _go_back, "left": _go_back, "c-d": _stop})

    def type(self, title: str, about: str, default: str, validate: Validator, *, typed: str = "") -> str:
        """Let the user type a line."""
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - as slow to import as questionary
        from prompt_toolkit.application import get_app  # noqa: PLC0415
        from prompt_toolkit.document import Document  # noqa: PLC0415
        from prompt_toolkit.formatted_text import ANSI  # noqa: PLC0415

        def message() -> "StyleAndTextTuples":
            head: StyleAndTextTuples = [("class:qmark", "?"), ("class:question", f" {title} ")]
            if get_app().is_done:
                return head
            _, on_request = validate(get_app().current_buffer.text or default)
            lines = [_indented(one) for one in (about, on_request) if one]
            return [*head, ("", "\n" + "\n".join(lines)), ("class:pointer", f"\n {_pointer()} ")]

        # Not a validator: its toolbar is one line, which a narrow window cuts off.
        # In brackets, because without colour it looks like typed text.
        placeholder = ANSI(dim(f"[{default}]"))
        session: PromptSession[str] = PromptSession(message, placeholder=placeholder, style=_style())
        session.default_buffer.reset(Document(typed))

        def accept(event: "KeyPressEvent") -> None:
            buffer = event.current_buffer
            if validate(buffer.text or default)[0]:
                buffer.text = buffer.text or default
                buffer.validate_and_handle()

        def paste(event: "KeyPressEvent") -> None:
            event.current_buffer.insert_text(" ".join(event.data.split()))

        return _run(session.app, {"c-b": _go_back, "enter": accept, "<bracketed-paste>": paste})


def _run(application: "Application[str]", keys: dict[str, Callable[["KeyPressEvent"], None]]) -> str:
    """Run a prompt with our key bindings: Ctrl-Z, and the signal of Ctrl-C."""
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings  # noqa: PLC0415

    ours = KeyBindings()
    for key, act in keys.items():
        ours.add(key, eager=True)(act)
    ours.add("c-z")(lambda event: event.app.suspend_to_background())
    ours.add("<sigint>")(_stop)
    theirs = application.key_bindings
    application.key_bindings = merge_key_bindings([theirs, ours] if theirs else [ours])
    return application.run()


def _go_back(event: "KeyPressEvent") -> None:
    event.app.erase_when_done = True
    event.app.exit(exception=GoBack(event.current_buffer.text))


def _stop(event: "KeyPressEvent") -> None:
    event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")


def _pointer() -> str:
    return "»" if supports_unicode() else ">"


def _indented(text: str) -> str:
    return fill(text, width() - 3, initial_indent="  ", subsequent_indent="  ")


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
        ]
    )
