"""A field of a resource: its words checked, with the values that follow from its type."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NoReturn

from pystack_init.resources.names import CLASSES, check_field_name, class_of
from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.types import LONGEST_TEXT, NUMBERS, ON_DELETE, TEXTS, TYPES, WHOLE
from pystack_init.resources.words import FieldWords, read_field

_LENGTHS = {"string": 120, "text": LONGEST_TEXT, "slug": 80, "email": 254, "url": 500}
_MOST_LENGTH = 2_000
_MOST_DIGITS = 15  # SQLite's floats hold them exactly
_LONGEST_VALUE = 40
_VALUE = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MODEL = re.compile(r"([a-z][a-z0-9_]*)\.([A-Z][A-Za-z0-9]*)")
_NUMBER = re.compile(r"-?[0-9]{1,19}(\.[0-9]{1,9})?")
# What a default must look like, so that a client could send it too.
_DEFAULTS = {
    "slug": r"[-a-zA-Z0-9_]+",
    "email": r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    "url": r"https?://[A-Za-z0-9.-]+(/[^\s\"\\]*)?",
    "bool": r"true|false",
}


@dataclass(frozen=True)
class Field:
    """A field whose words fit together."""

    words: FieldWords

    @classmethod
    def read(cls, word: str) -> "Field":
        """Read a word, and check it; raise `InvalidResource`."""
        made = cls(read_field(word))
        made.check()
        return made

    @property
    def name(self) -> str:
        """The name as typed."""
        return self.words.name

    @property
    def type(self) -> str:
        """The name of the type."""
        return self.words.type

    @property
    def column(self) -> str:
        """The name of the column, and of the member in JSON."""
        return f"{self.name}_id" if self.type == "ref" else self.name

    def has(self, modifier: str) -> bool:
        """Return whether a modifier is given."""
        return modifier in self.words.modifiers

    @property
    def is_nullable(self) -> bool:
        """Whether the value may be null; an optional text or JSON object is empty instead."""
        return self.has("optional") and self.type not in {"text", "json"}

    @property
    def default(self) -> str | None:
        """The default as typed."""
        return self.words.modifiers.get("default")

    @cached_property
    def length(self) -> int:
        """The greatest length of a text."""
        if self.type == "text" and self.has("max"):
            return int(self.words.modifiers["max"])
        return int(self.words.argument or _LENGTHS[self.type])

    @cached_property
    def shortest(self) -> int:
        """The smallest length of a text."""
        return int(self.words.modifiers.get("min", 0 if self.type == "text" else 1))

    @cached_property
    def digits(self) -> tuple[int, int]:
        """All digits, and those after the point."""
        if self.type == "money":
            return 10, 2
        whole, _, places = self.words.argument.partition(".")
        return int(whole), int(places)

    @cached_property
    def limits(self) -> tuple[Decimal, Decimal]:
        """The smallest and the greatest number."""
        row = TYPES[self.type].limits
        if row is None:
            digits, places = self.digits
            most = Decimal(10) ** (digits - places) - Decimal(1).scaleb(-places)
            row = -most, most
        given = [self.words.modifiers.get(name) for name in ("min", "max")]
        low, high = (Decimal(one) if one else limit for one, limit in zip(given, row, strict=True))
        return low, high

    @property
    def values(self) -> tuple[str, ...]:
        """The values of an enum."""
        return tuple(self.words.argument.split(","))

    @property
    def model(self) -> tuple[str, str]:
        """The domain and the class that a `ref` names."""
        domain, _, name = self.words.argument.partition(".")
        return domain, name

    @property
    def on_delete(self) -> str:
        """What happens to the row when the other one is deleted."""
        return next((one for one in ON_DELETE if self.has(one)), "restrict")

    def check(self) -> None:
        """Raise `InvalidResource` where the words do not fit together."""
        check_field_name(self.name)
        if self.has("default") and self.has("optional"):
            self._refuse("a field with a default is optional already", "Drop `optional`")
        if self.has("secret") and (read := [one for one in ("search", "filter", "sort") if self.has(one)]):
            self._refuse(f"`{read[0]}` would tell what `secret` hides", f"Drop `{read[0]}`")
        if self.has("unique") and self.has("index"):
            self._refuse("a unique column has an index already", "Drop `index`")
        if self.has("unique") and self.default is not None:
            self._refuse("two rows cannot have the same unique default", "Drop `default`")
        if self.type in TEXTS:
            self._check_text()
        elif self.type in NUMBERS:
            self._check_number()
        elif self.type == "enum":
            self._check_enum()
        elif self.type == "ref":
            self._check_ref()
        self._check_default()

    def _check_text(self) -> None:
        for given in (self.words.argument, *(self.words.modifiers.get(one, "") for one in ("min", "max"))):
            if given and not re.fullmatch(r"[1-9][0-9]{0,5}", given):
                self._refuse(f"`{given}` is not a length", "Write a number, such as `80`")
        most = LONGEST_TEXT if self.type == "text" else _MOST_LENGTH
        if self.length > most:
            self._refuse(f"a {self.type} has at most {most} characters", f"Write at most `{most}`")
        if self.shortest > self.length:
            self._refuse("`min` is greater than the length", f"Write at most `min={self.length}`")
        if self.shortest and self.type == "text" and self.has("optional"):
            self._refuse("an optional text may be empty, but `min` forbids it", "Drop `optional` or `min`")
        if self.has("unique") and self.length < 2:  # noqa: PLR2004
            self._refuse("a unique text needs a length of 2 or more", f"Write `{self.name}:string:2:unique`")

    def _check_number(self) -> None:
        if self.type == "decimal":
            self._check_digits()
        low, high = (self._number(name) for name in ("min", "max"))
        allowed = Field(FieldWords(self.name, self.type, self.words.argument)).limits
        for value in (low, high):
            if value is not None and not allowed[0] <= value <= allowed[1]:
                self._refuse(
                    f"`{value}` is outside of {allowed[0]} to {allowed[1]}", "Choose a number in this range"
                )
        if self.limits[0] >= self.limits[1]:
            self._refuse("`max` must be greater than `min`", "Change one of them")
        if self.has("unique") and self.limits[1] - self.limits[0] < 1_000:  # noqa: PLR2004
            self._refuse(
                "a unique number needs a range of 1000 or more", "Drop `unique`, or change `min` and `max`"
            )

    def _check_digits(self) -> None:
        found = re.fullmatch(r"([1-9][0-9]?)\.([0-9])", self.words.argument)
        if not found or int(found[1]) > _MOST_DIGITS or int(found[2]) >= int(found[1]):
            self._refuse(
                f"`{self.words.argument}` is not DIGITS.PLACES with at most {_MOST_DIGITS} digits",
                f"Write `{self.name}:decimal:12.2`",
            )

    def _number(self, modifier: str) -> Decimal | None:
        given = self.words.modifiers.get(modifier)
        if given is None:
            return None
        places = 0 if self.type in WHOLE else self.digits[1]
        if not _NUMBER.fullmatch(given) or len(given.partition(".")[2]) > places:
            self._refuse(
                f"`{modifier}={given}` is not a number with {places} decimals",
                f"Write for example `{modifier}=1`",
            )
        return Decimal(given)

    def _check_enum(self) -> None:
        for value in self.values:
            if not _VALUE.fullmatch(value) or len(value) > _LONGEST_VALUE:
                self._refuse(f"`{value}` is not a value", "Write lower-case words, such as `enum:new,paid`")
        if len(set(self.values)) != len(self.values) or len(self.values) < 2:  # noqa: PLR2004
            self._refuse("it needs two values or more, each once", "Write for example `enum:new,paid`")
        if len({one.replace("-", "_") for one in self.values}) != len(self.values):
            self._refuse("two values differ only by `-` and `_`", "Drop one of them")
        if class_of(self.name) in CLASSES:
            self._refuse(
                f"the class `{class_of(self.name)}` clashes with generated code", f"Write `{self.name}_kind`"
            )

    def _check_ref(self) -> None:
        if not _MODEL.fullmatch(self.words.argument):
            self._refuse("a ref names DOMAIN.Model", f"Write for example `{self.name}:ref:accounts.User`")
        if len([one for one in ON_DELETE if self.has(one)]) > 1:
            self._refuse("only one of `cascade`, `restrict` and `null` is possible", "Drop the others")
        if self.on_delete == "null" and not self.has("optional"):
            self._refuse("`null` needs an optional field", f"Write `{self.words}:optional`")

    def _check_default(self) -> None:
        default = self.default
        if default is None:
            return
        if self.type == "enum" and default not in self.values:
            self._refuse(
                f"the default `{default}` is not one of its values", f"Write `default={self.values[0]}`"
            )
        if self.type in NUMBERS:
            number = self._number("default")
            low, high = self.limits
            if number is not None and not low <= number <= high:
                self._refuse(
                    f"the default is outside of {low} to {high}", f"Write for example `default={low}`"
                )
        if self.type in TEXTS and not (
            self.shortest <= len(default) <= self.length and default.strip() == default
        ):
            self._refuse("the default is too short, too long or not trimmed", "Change it, or the length")
        if self.type in _DEFAULTS and not re.fullmatch(_DEFAULTS[self.type], default):
            self._refuse(f"the default `{default}` is not a valid {self.type}", "Change it")
        if not default.isprintable():
            self._refuse("the default has characters that cannot be shown", "Change it")

    def _refuse(self, reason: str, hint: str) -> NoReturn:
        raise InvalidResource(f"The field `{self.words}` is not possible: {reason}", hint)
