"""Names: valid project names, and the distribution names derived from them."""

import keyword
import re

import pytest

from pystack_init.errors import InvalidAnswer
from pystack_init.questions.names import (
    check_folder,
    check_name,
    installed_distributions,
    nearest_name,
    slug_of,
)

# As the packaging standards spell a distribution's normalised name.
VALID_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("shop", "shop"),
        ("Café Ünïcode", "cafe-unicode"),
        ("Straße", "strasse"),
        ("Smørrebrød", "smorrebrod"),
        ("İstanbul", "istanbul"),
        ("my_service.v2", "my-service-v2"),
        ("  spaced   out  ", "spaced-out"),
        ("{{ 7*7 }}", "7-7"),
        ("$(x)", "x"),
        ("ﬁne", "fine"),
        ("!!!", ""),
        ("🚀", ""),
    ],
)
def test_a_slug_is_plain_ascii(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["商店", "проект", "חנות", "متجر", "상점"])
def test_a_name_without_latin_letters_gets_a_unique_slug(name: str) -> None:
    assert check_name(name) == name
    assert VALID_SLUG.fullmatch(slug_of(name))
    assert slug_of(name) != slug_of(name + name[0])


@pytest.mark.parametrize(
    "name",
    [
        *keyword.kwlist,
        *("json", "backend", "tests", "test", "null", "true", "1", "007", "~", "a" * 100),
        *(
            "a'b",
            'a"b',
            "a`b",
            "{{ x }}",
            "{% x %}",
            "# {% if x %}",
            "$(x)",
            "`x`",
            "a;b",
            "a&b",
            "a|b",
            "a>b",
        ),
        *("a: b", "a #b", "%s", "{0}", "*"),
    ],
)
def test_odd_but_harmless_names_are_kept_as_typed(name: str) -> None:
    if slug_of(name):
        assert check_name(name) == name
        assert VALID_SLUG.fullmatch(slug_of(name))
    else:
        with pytest.raises(InvalidAnswer, match="has no letter or digit"):
            check_name(name)


@pytest.mark.parametrize("name", sorted(installed_distributions()))
def test_names_of_installed_packages_are_refused_with_a_valid_suggestion(name: str) -> None:
    for variant in (name, name.upper(), name.replace("-", "_"), name.replace("-", " ")):
        with pytest.raises(InvalidAnswer, match="which the project installs"):
            check_name(variant)
    assert check_name(nearest_name(name)) == f"{name}-service"


def test_installed_distributions_include_indirect_dependencies() -> None:
    assert installed_distributions() >= {
        "fastapi",
        "django",
        "djangorestframework",
        "starlette",
        "pydantic",
        "pydantic-core",
        "click",
        "sqlalchemy",
        "pytest",
    }


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "-x", "a/b", "a\\b", "CON", "con.txt", "LPT9", "a.", "🚀", "x" * 101, "a\0b"]
)
def test_the_nearest_name_is_always_valid(name: str) -> None:
    with pytest.raises(InvalidAnswer):
        check_name(name)
    assert check_name(nearest_name(name))
    check_folder(nearest_name(name))
