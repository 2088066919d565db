"""Prompt in a terminal that can move its cursor. Going back raises `GoBack`."""

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from pystack_init.terminal.console import width
from pystack_init.terminal.prompts.menu import Menu, pointer
from pystack_init.terminal.prompts.protocol import Choices, GoBack, Heading, Validator
from pystack_init.terminal.theme import dim

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPressEvent

    Key = Callable[[KeyPressEvent], None]


class FullPrompts:
    """Menus with arrow keys, and a text field with a live note below it."""

    def __init__(self) -> None:
        import prompt_toolkit  # noqa: F401, PLC0415 - before the background import starts

    def choose(self, heading: Heading, choices: Choices, default: str) -> str:
        """Let the user pick one of the choices."""
        from prompt_toolkit.application import Application, get_app  # noqa: PLC0415 - slow: only to ask

        menu = Menu(choices, next(one for one in choices if one.value == default))

        def head() -> "StyleAndTextTuples":
            if get_app().is_done:
                return _answered(heading.question, menu.accepted)
            tip = "Type to filter" if menu.has_filter else ""
            filtered = f"Filter: {menu.typed}" if menu.typed is not None else ""
            return _head(heading, filtered or ". ".join(one for one in (heading.about, tip) if one))

        def accept(event: "KeyPressEvent") -> None:
            if menu.matching:
                menu.accepted = menu.highlighted.label
                event.app.exit(result=menu.highlighted.value)

        keys: dict[str, Key] = {
            "up": lambda _: menu.move(-1),
            "c-p": lambda _: menu.move(-1),
            "down": lambda _: menu.move(1),
            "c-n": lambda _: menu.move(1),
            "enter": accept,
            "left": _go_back,
            "c-d": _stop,
            "c-h": lambda _: menu.erase(),
            "c-u": lambda _: menu.filter(None),
            "escape": lambda _: menu.filter(None),
            "<any>": lambda event: menu.press(event.data),
            "<bracketed-paste>": _ignore,
        }
        application: Application[str] = Application(_list_layout(head, menu))
        return _run(application, keys)

    def type(self, heading: Heading, default: str, validate: Validator, *, typed: str = "") -> str:
        """Let the user type a line."""
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - slow: only to ask
        from prompt_toolkit.application import get_app  # noqa: PLC0415
        from prompt_toolkit.document import Document  # noqa: PLC0415
        from prompt_toolkit.formatted_text import ANSI  # noqa: PLC0415

        def message() -> "StyleAndTextTuples":
            text = get_app().current_buffer.text
            if get_app().is_done:
                return _answered(heading.question, text)[:-1]
            _, on_request = validate(text or default)
            return [*_head(heading, heading.about, on_request), ("bold", f"\n {pointer()} ")]

        # Not a validator: its toolbar is one line, which a narrow window cuts off.
        # In brackets, because without colour it looks like typed text.
        session: PromptSession[str] = PromptSession(message, placeholder=ANSI(dim(f"[{default}]")))
        session.default_buffer.reset(Document(typed))

        def accept(event: "KeyPressEvent") -> None:
            buffer = event.current_buffer
            if validate(buffer.text or default)[0]:
                buffer.text = buffer.text or default
                buffer.validate_and_handle()

        def paste(event: "KeyPressEvent") -> None:
            event.current_buffer.insert_text(" ".join(event.data.split()))

        # Ctrl-R and Ctrl-S would search a history that does not exist, Ctrl-Q quote the next key.
        searches: dict[str, Key] = dict.fromkeys(("c-r", "c-s", "c-q"), _ignore)
        return _run(session.app, {"enter": accept, "<bracketed-paste>": paste, **searches})


def _run(application: "Application[str]", keys: "dict[str, Key]") -> str:
    """Run a prompt with our key bindings: also Ctrl-Z, and the signal of Ctrl-C."""
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings  # noqa: PLC0415

    ours = KeyBindings()
    for key, act in {"c-b": _go_back, "c-c": _stop, **keys}.items():
        ours.add(key, eager=key != "<any>")(act)
    ours.add("c-z")(lambda event: event.app.suspend_to_background())
    ours.add("<sigint>")(_stop)
    theirs = application.key_bindings
    application.key_bindings = merge_key_bindings([theirs, ours] if theirs else [ours])
    return application.run()


def _list_layout(head: "Callable[[], StyleAndTextTuples]", menu: Menu) -> Any:
    """Lay out a list: in a low window it scrolls between its question and the hint."""
    from prompt_toolkit.application import get_app  # noqa: PLC0415
    from prompt_toolkit.filters import is_done  # noqa: PLC0415
    from prompt_toolkit.layout import (  # noqa: PLC0415
        ConditionalContainer,
        FormattedTextControl,
        HSplit,
        Layout,
        Window,
    )

    def hint() -> "StyleAndTextTuples":
        explained = menu.hint(width())
        others = len(menu.items) + explained.count("\n") + 5
        return [("", "\n" if get_app().output.get_size().rows > others else ""), ("dim", explained)]

    def window(text: "Callable[[], StyleAndTextTuples]", **options: Any) -> Window:
        control = FormattedTextControl(text, show_cursor=False, **options)
        return Window(control, wrap_lines=True, dont_extend_height=True, always_hide_cursor=True)

    parts = [window(lambda: menu.rows(width()), focusable=True)]
    if any(item.hint for item in menu.items):
        parts.append(window(hint))
    return Layout(HSplit([window(head), *(ConditionalContainer(one, ~is_done) for one in parts)]))


def _head(heading: Heading, *notes: str) -> "StyleAndTextTuples":
    """Render the position, the question and the lines below it."""
    first: StyleAndTextTuples = [("dim", f"{heading.position}\n")] if heading.position else []
    asked = _asked(heading.question)
    below = ["\n".join(_indented(one)) for one in notes if one]
    return [*first, ("bold", asked), ("", "".join(f"\n{one}" for one in below))]


def _answered(title: str, answer: str) -> "StyleAndTextTuples":
    """Render a question with its answer: on one line if there is room."""
    room = len(f"? {title} {answer}") < width()
    return [("bold", _asked(title)), ("", " " if room else "\n  "), ("", answer)]


def _asked(question: str) -> str:
    return "\n".join(wrap(f"? {question}", width() - 1, subsequent_indent="  "))


def _indented(text: str) -> list[str]:
    # A name with hyphens stays whole: another line break in it would be part of the name.
    return wrap(text, width() - 3, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _go_back(event: "KeyPressEvent") -> None:
    event.app.erase_when_done = True
    event.app.exit(exception=GoBack(event.current_buffer.text))


def _stop(event: "KeyPressEvent") -> None:
    event.app.exit(exception=KeyboardInterrupt())


def _ignore(_: "KeyPressEvent") -> None:
    """Do nothing."""
