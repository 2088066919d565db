"""A resource: a name, its plural, fields and who may see the rows; what `generate` writes follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pystack_init.resources.fields import Field
from pystack_init.resources.names import check_domain, class_of, plural_of
from pystack_init.resources.problems import InvalidResource
from pystack_init.suggestions import did_you_mean

PUBLIC = ("none", "read")
MOST_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Resource:
    """The recorded words of a resource; `frozen` keeps it from updates."""

    name: str
    plural: str
    fields: tuple[Field, ...]
    owner: bool = False
    public: str = "none"
    admin: bool = True
    frozen: bool = False
    # What was written: a number for each file, and the lines in other files.
    files: Mapping[str, int] = field(default_factory=dict, compare=False)
    lines: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def class_name(self) -> str:
        """The name of the class of its table."""
        return class_of(self.name)

    @property
    def label(self) -> str:
        """The domain and the class, as a `ref` names them."""
        return f"{self.plural}.{self.class_name}"

    @property
    def folders(self) -> tuple[str, str]:
        """The folders of its code and its tests in a project."""
        return f"backend/{self.plural}", f"tests/{self.plural}"

    def holds(self, path: str) -> bool:
        """Return whether a file is in its folders."""
        return path.startswith(tuple(f"{one}/" for one in self.folders))

    @property
    def refers_to(self) -> frozenset[str]:
        """The models that its fields refer to."""
        return frozenset(".".join(one.model) for one in self.fields if one.type == "ref")

    def with_fields(self, words: Sequence[str]) -> "Resource":
        """Return the resource with more fields; the ones that it has already with the same words are left."""
        own = {one.name: str(one.words) for one in self.fields}
        added = [one for one in map(Field.read, words) if own.get(one.name) != str(one.words)]
        made = replace(self, fields=(*self.fields, *added))
        made.check()
        return made

    def check(self) -> None:
        """Raise `InvalidResource` where names clash, inside it or with generated code."""
        check_domain(self.name, self.plural)
        if not self.fields:
            hint = f"Write for example `pystack-init generate resource {self.name} name`"
            raise InvalidResource(f"`{self.name}` needs a field", hint)
        if len(self.fields) > MOST_FIELDS:
            raise InvalidResource(
                f"`{self.name}` has more than {MOST_FIELDS} fields", "Split it into two resources"
            )
        if self.public not in PUBLIC:
            raise InvalidResource(f"Unknown access `{self.public}`", did_you_mean(self.public, PUBLIC))
        columns = [name for one in self.fields for name in {one.name, one.column}]
        for name in columns:
            if columns.count(name) > 1:
                raise InvalidResource(
                    f"Two fields of `{self.name}` are called `{name}`", "Rename one of them"
                )
        enums = {class_of(one.name) for one in self.fields if one.type == "enum"}
        if self.class_name in enums:
            raise InvalidResource(
                f"An enum and the resource are both called `{self.class_name}`", "Rename the field"
            )
        self._check_refs(enums)

    def _check_refs(self, enums: Iterable[str]) -> None:
        models = {self.class_name: self.plural, **dict.fromkeys(enums, "")}
        for one in self.fields:
            if one.type != "ref":
                continue
            domain, model = one.model
            if models.setdefault(model, domain) != domain:
                raise InvalidResource(
                    f"Two classes of `{self.name}` are called `{model}`", "Rename one of them"
                )
            if domain == self.plural and not one.has("optional"):
                message = f"The first row of `{self.name}` could not refer to another one"
                raise InvalidResource(message, f"Write `{one.words}:optional`")

    def record(self) -> dict[str, Any]:
        """Return the words as they are recorded with the answers of a project."""
        return {
            "plural": self.plural,
            "fields": [str(one.words) for one in self.fields],
            "owner": self.owner,
            "public": self.public,
            "admin": self.admin,
            "frozen": self.frozen,
            "files": dict(self.files),
            "lines": [list(one) for one in self.lines],
        }


def read_resource(name: str, record: Mapping[str, Any]) -> Resource:
    """Read a resource from its recorded words, or from a table of a file; raise where a word is not valid."""
    known = {"plural", "fields", "owner", "public", "admin", "frozen"}
    for key in record:
        if key not in known | {"files", "lines"}:
            raise InvalidResource(
                f"Unknown key `{key}` of the resource `{name}`", did_you_mean(key, sorted(known))
            )
    fields, flags = record.get("fields", []), {key: record.get(key) for key in ("owner", "admin", "frozen")}
    if not isinstance(fields, list) or not all(isinstance(one, str) for one in fields):
        raise InvalidResource(
            f"`fields` of `{name}` is not a list of words", 'Write `fields = ["name", "price:money"]`'
        )
    if any(not isinstance(one, bool | None) for one in flags.values()):
        raise InvalidResource(
            f"`owner`, `admin` and `frozen` of `{name}` are true or false", "Write true or false"
        )
    made = Resource(
        name=name,
        plural=str(record.get("plural") or plural_of(name)),
        fields=tuple(map(Field.read, fields)),
        owner=bool(flags["owner"]),
        public=str(record.get("public") or "none"),
        admin=flags["admin"] is not False,
        frozen=bool(flags["frozen"]),
        files=record.get("files") or {},
        lines=tuple((path, line) for path, line in record.get("lines") or ()),
    )
    made.check()
    return made


def in_order(resources: Iterable[Resource]) -> list[Resource]:
    """Sort resources so that each comes after those that it refers to; raise where they form a circle."""
    left, done = list(resources), []
    while left:
        labels = {one.label for one in left}
        ready = [one for one in left if not one.refers_to & (labels - {one.label})]
        if not ready:
            names = ", ".join(f"`{one.name}`" for one in left)
            raise InvalidResource(f"{names} refer to each other", "Drop one of the refs, and add it later")
        done += ready
        left = [one for one in left if one not in ready]
    return done
