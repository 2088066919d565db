"""The names of a resource and its fields: their forms, and the names that generated code cannot use."""

import keyword
import re

from pystack_init.resources.problems import InvalidResource

LONGEST = 40
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Columns and parameters that every resource has, and attributes of the frameworks' classes.
_TAKEN_FIELDS = _words(
    """
    id pk owner owner_id created_at updated_at page pages size sort search items key metadata registry
    objects query_params check clean clean_fields full_clean date_error_message delete save
    refresh_from_db from_db serializable_value unique_error_message validate_unique validate_constraints
    get_constraints adelete asave arefresh_from_db prepare_database_save copy dict json schema
    schema_json construct validate parse_obj parse_raw parse_file from_orm update_forward_refs
    sqlmodel_update apply_to limit_errors info offset viewer session body response query database
    viewer_id date datetime decimal uuid int str bool float list set tuple type any none self cls max
    min filter index count fields data errors context instance meta model_fields
    """
)
# Words of SQL that would need quotes in a condition.
_SQL = _words(
    """
    all alter analyse analyze and array as asc asymmetric authorization between binary both by case cast
    check collate column concurrently constraint create cross current_date current_role current_time
    current_timestamp current_user default deferrable desc distinct do drop else end except exists
    explain false fetch for foreign freeze from full grant group having ilike in initially inner insert
    intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not
    notnull null offset on only or order outer overlaps placing primary references returning right
    select session_user similar some symmetric table tablesample then to trailing transaction trigger
    true union unique update user using values variadic verbose view when where window with
    """
)
# Names that generated modules import, or that they define beside the resource.
CLASSES = _words(
    """
    Annotated Any APIRouter BigInteger Boolean Choice CheckConstraint Client CurrentUser DatabaseDep
    Date Decimal Depends Email Exception Field Index Integer Json Line Listing Literal Mapping Moment
    Money Now Numeric Path Query Response Search Money SessionDep Slug Sort Text Type UUID Url User
    Viewer Visible Warning PageInfo PageQuery RequestBody ChangeBody TypedDict StrEnum SQLModel
    AsyncSession Digits Admin Model Models Serializer Object None True False
    """
)
# Folders of a project, its paths, and apps of Django: a domain cannot have their names.
_DOMAINS = _words(
    """
    accounts admin api auth catalog config contenttypes docs health main messages migrations pages
    platform products redoc sessions settings static staticfiles support users corsheaders test tests
    """
)


def check_name(name: str, what: str) -> None:
    """Refuse what is no lower-case identifier; `what` is the kind of name."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        suggested = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()).strip(
            "_0123456789"
        )
        hint = f"Write for example `{suggested[:LONGEST] or 'order'}`"
        raise InvalidResource(
            f"`{name}` is not a valid {what}: use at most {LONGEST} lower-case letters, digits, underscores",
            hint,
        )
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise InvalidResource(
            f"`{name}` is a word of Python and cannot be a {what}", f"Write for example `{name}_name`"
        )


def check_field_name(name: str) -> None:
    """Refuse a field name that is not valid, or that a framework or SQL uses."""
    check_name(name, "field name")
    if name in _TAKEN_FIELDS or name.startswith(("model_", "min_", "max_")) or name.endswith("_ptr"):
        raise InvalidResource(
            f"The field name `{name}` is used by every resource or by a framework",
            f"Write for example `{name}_value`",
        )
    if name in _SQL:
        raise InvalidResource(
            f"The field name `{name}` is a word of SQL", f"Write for example `{name}_value`"
        )


def check_domain(name: str, plural: str) -> None:
    """Refuse names that would clash with the project, Django or generated code."""
    check_name(name, "resource name")
    check_name(plural, "plural")
    if plural == name:
        raise InvalidResource(
            f"The plural of `{name}` must differ from it", f"Choose another plural, such as `{name}_list`"
        )
    if plural in _DOMAINS:
        raise InvalidResource(
            f"`{plural}` is a folder, a path or an app that a project has already",
            f"Choose another name, such as `shop_{name}`",
        )
    if class_of(name) in CLASSES:
        raise InvalidResource(
            f"The class `{class_of(name)}` would clash with one that generated code uses",
            f"Choose another name, such as `shop_{name}`",
        )


def class_of(name: str) -> str:
    """Return a name as one of a class: `order_line` becomes `OrderLine`."""
    return "".join(word.title() for word in name.split("_"))


def plural_of(name: str) -> str:
    """Return the plural of an English noun by the common rules."""
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    if re.search(r"(s|x|z|ch|sh)$", name):
        return f"{name}es"
    return f"{name}s"


def words_of(name: str) -> str:
    """Return a name as words of a sentence."""
    return name.replace("_", " ")


def with_article(words: str) -> str:
    """Return a noun with `a` or `an`, by its spelling."""
    silent = re.match(r"(hour|honest|heir|[aeio]|u(?!ni|se|sa|tility))", words)
    return f"{'an' if silent else 'a'} {words}"
