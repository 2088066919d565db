"""A list with a highlighted item: moving, filtering, and its text for any width."""

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from pystack_init.terminal.prompts.protocol import Choices, Item
from pystack_init.terminal.theme import supports_unicode

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples

FILTER_FROM = 7  # items: a shorter list is seen at a glance


@dataclass(slots=True)
class Menu:
    """The items, the highlighted one, and the filter; `typed` is None while the list is not filtered."""

    items: Choices
    highlighted: Item
    typed: str | None = None
    accepted: str = ""  # the label of the item that Enter picked

    @property
    def has_filter(self) -> bool:
        """Whether the list is long enough for a filter."""
        return len(self.items) >= FILTER_FROM

    @property
    def matching(self) -> Choices:
        """The items that contain the filter's words in any order; also in their note or hint."""
        words = (self.typed or "").casefold().split()
        texts = [(one, f"{one.value} {one.label} {one.note} {one.hint}".casefold()) for one in self.items]
        return [one for one, text in texts if all(word in text for word in words)]

    def move(self, by: int) -> None:
        """Highlight another matching item; after the last comes the first."""
        matching = self.matching
        if matching:
            self.highlighted = matching[(matching.index(self.highlighted) + by) % len(matching)]

    def filter(self, typed: str | None) -> None:
        """Change the filter, and highlight an item that matches."""
        self.typed = typed if self.has_filter else None
        matching = self.matching
        if matching and self.highlighted not in matching:
            self.highlighted = matching[0]

    def press(self, key: str) -> None:
        """Add a typed character to the filter; a first `/` starts an empty one."""
        if key.isprintable():
            self.filter("" if self.typed is None and key == "/" else (self.typed or "") + key)

    def erase(self) -> None:
        """Delete the last character of the filter; with none left the list is whole again."""
        self.filter(self.typed[:-1] if self.typed and self.typed[:-1] else None)

    def rows(self, columns: int) -> "StyleAndTextTuples":
        """Render the matching items, with their notes in a second column where it fits."""
        matching = self.matching
        if not matching:
            return [("", "   No match; Esc shows all")]
        label, notes = self._label_width, self._has_notes(columns)
        lines: StyleAndTextTuples = []
        for item in matching:
            here = item is self.highlighted
            style, colour = ("bold" if here else ""), f"fg:ansi{item.colour} " if item.colour else ""
            lines += [("[SetCursorPosition]", "")] if here else []
            lines += [("bold", f" {pointer()} " if here else "   ")]
            lines += [(style if item.note else colour + style, item.label)]
            if item.note and notes:
                lines += [(colour + style, f"{'':{label - len(item.label) + 2}}{item.note}")]
            lines += [("", "\n")]
        return lines[:-1]

    def hint(self, columns: int) -> str:
        """Render the hint of the highlighted item, as high as the highest hint, so that nothing moves."""
        blocks = {one.value: self._explained(one, columns) for one in self.items}
        shown = blocks[self.highlighted.value] if self.matching else []
        return "\n".join(shown + [""] * (max(map(len, blocks.values())) - len(shown)))

    @property
    def _label_width(self) -> int:
        return max(len(one.label) for one in self.items)

    def _has_notes(self, columns: int) -> bool:
        return self._label_width + max(len(one.note) for one in self.items) + 6 <= columns

    def _explained(self, item: Item, columns: int) -> list[str]:
        note = f" ({item.note})" if item.note and not self._has_notes(columns) else ""
        return wrap(item.hint + note, columns - 1, initial_indent="   ", subsequent_indent="   ")


def pointer() -> str:
    """Return the mark of the highlighted item."""
    return "»" if supports_unicode() else ">"
