"""The plan: which source wins, and that a value remembers it."""

import shlex
from pathlib import Path

import pytest

from pystack_init.errors import UnknownAnswer
from pystack_init.planning.command_line import new_command, to_flags
from pystack_init.planning.plan import fill, locate, missing
from pystack_init.planning.sources import gather
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.project import BY_ID


def test_the_strongest_source_wins() -> None:
    answers = gather(
        flags={"database": "postgresql"},
        pairs=[("database", "sqlite"), ("ci", "gitlab")],
        file={"database": "sqlite", "ci": "none", "auth": "none"},
        environ={
            "PYSTACK_DATABASE": "sqlite",
            "PYSTACK_AUTH": "jwt",
            "PYSTACK_DOCKER": "off",
            "PYSTACK_NAME": "",
            "PATH": "/",
        },
    )
    assert answers == {
        "database": Answer("postgresql", Source.FLAG),
        "ci": Answer("gitlab", Source.FLAG),
        "auth": Answer("none", Source.FILE),
        "docker": Answer(value=False, source=Source.ENVIRONMENT),
    }


@pytest.mark.parametrize("key", ["slug", "uses_fastapi", "_src_path", "Name", "name_quoted"])
def test_a_variable_of_the_template_is_not_a_question(key: str) -> None:
    with pytest.raises(UnknownAnswer):
        gather(flags={}, pairs=[(key, "x")])


def test_a_given_name_is_stronger_than_the_folders() -> None:
    answers = Answers({"name": Answer("Shop", Source.ENVIRONMENT)})
    assert locate("far/folder", answers) == (Path("far/folder"), answers)


def test_the_name_of_the_folder_is_added_to_a_copy_of_the_answers() -> None:
    answers = Answers()
    assert locate("far/folder", answers)[1] == {"name": Answer("folder", Source.PATH)}
    assert answers == {}


def test_git_is_read_for_the_author_only_if_it_is_missing() -> None:
    answers = gather(flags={"author": "Ada"})
    answers = fill(answers, author=lambda: pytest.fail("git was asked"))
    assert missing(answers) == []


@pytest.mark.parametrize("known", [None, "a\tb", "x" * 300])
def test_an_author_that_a_file_cannot_contain_is_not_taken_from_git(known: str | None) -> None:
    answers = fill(Answers(), author=lambda: known)
    assert answers["author"] == Answer(BY_ID["author"].default, Source.DEFAULT)


@pytest.mark.parametrize(
    ("given", "pages"),
    [
        ({"use_case": "cms"}, Answer(value=True, source=Source.RECOMMENDATION)),
        ({"use_case": "django-fast"}, Answer(value=True, source=Source.RECOMMENDATION)),
        ({"stack": "django_drf", "surface": "both"}, Answer(value=True, source=Source.RECOMMENDATION)),
        ({"use_case": "cms", "pages": False}, Answer(value=False, source=Source.FLAG)),
        ({"use_case": "cms", "auth": "none"}, Answer(value=False, source=Source.DEFAULT)),
        ({"use_case": "cms", "stack": "fastapi"}, Answer(value=False, source=Source.DEFAULT)),
        ({"use_case": "spa-admin"}, Answer(value=False, source=Source.DEFAULT)),
        ({"stack": "hybrid"}, Answer(value=False, source=Source.DEFAULT)),
        ({"stack": "auto"}, Answer(value=False, source=Source.DEFAULT)),
    ],
)
def test_pages_are_suggested_where_people_use_them_and_the_project_can_have_them(
    given: dict[str, str | bool], pages: Answer
) -> None:
    answers = gather(flags=given)
    answers = fill(answers, author=lambda: None)
    assert answers["pages"] == pages


@pytest.mark.parametrize("given", [{}, {"stack": "auto"}, {"stack": "hybrid"}])
def test_pages_are_written_as_a_flag_while_the_stack_may_still_have_them(given: dict[str, str]) -> None:
    answers = gather(flags={**given, "pages": True})
    assert to_flags(answers)[-1] == "--pages"


def test_an_answer_that_the_stack_excludes_is_not_written_as_a_flag() -> None:
    answers = gather(flags={"stack": "fastapi", "pages": False})
    assert to_flags(answers) == ["--stack", "fastapi"]


def test_the_command_line_survives_a_shell() -> None:
    answers = gather(flags={"description": '-it\'s $(x) {{ 7*7 }} "q" \\'})
    answers = fill(answers, author=lambda: None)
    words = shlex.split(new_command("a b", answers))
    assert words[:3] == ["pystack-init", "new", "a b"]
    assert '--description=-it\'s $(x) {{ 7*7 }} "q" \\' in words
