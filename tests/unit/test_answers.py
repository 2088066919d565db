"""Answers files: three formats, one meaning."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from pystack_init.errors import AnswersUnreadable
from pystack_init.planning.answers_file import read_answers
from pystack_init.questions.answers import Answer, Answers, Source

MEANT = {"name": "Shop: the first", "python": "3.12", "docker": "no", "ci": "none"}
FORMATS = {
    "a.yml": "name: 'Shop: the first'\npython: 3.12\ndocker: no\nci: none\n",
    "a.yaml": "{name: 'Shop: the first', python: '3.12', docker: 'no', ci: none}\n",
    "a.toml": 'name = "Shop: the first"\npython = 3.12\ndocker = false\nci = "none"\n',
    "a.json": '{"name": "Shop: the first", "python": 3.12, "docker": false, "ci": "none"}',
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_formats_mean_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FORMATS[name])
    assert read_answers(str(tmp_path / name)) == MEANT


@pytest.mark.parametrize("name", FORMATS)
def test_without_a_suffix_the_format_is_found_out(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(FORMATS[name].encode())))
    assert read_answers("-") == MEANT


def test_a_version_is_not_a_number(tmp_path: Path) -> None:
    for name, text in (
        ("a.yml", "python: 3.10\n"),
        ("a.toml", "python = 3.10\n"),
        ("a.json", '{"python": 3.10}'),
    ):
        (tmp_path / name).write_text(text)
        assert read_answers(str(tmp_path / name)) == {"python": "3.10"}


def test_an_empty_file_has_no_answers(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("# later\n")
    assert read_answers(str(tmp_path / "a.yml")) == {}


def test_nothing_on_stdin_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO()))
    with pytest.raises(AnswersUnreadable, match=r"^The answers file `-` is empty$"):
        read_answers("-")


def test_what_a_project_recorded_can_be_read_again(tmp_path: Path) -> None:
    (tmp_path / ".pystack-init.yml").write_text(
        "_commit: v0.1.0\n_src_path: here\nname: Shop\ndocker: true\n"
    )
    assert read_answers(str(tmp_path / ".pystack-init.yml")) == {"name": "Shop", "docker": "true"}


def test_answers_are_changed_only_in_a_copy() -> None:
    answers = Answers({"name": Answer("Shop", Source.FLAG)})
    more = answers.with_("docker", Answer(value=False, source=Source.DEFAULT))
    assert more.bare_values == {"name": "Shop", "docker": False}
    assert more.without("name", "ci").bare_values == {"docker": False}
    assert answers.bare_values == {"name": "Shop"}


def test_answers_keep_no_link_to_the_mapping_they_were_made_from() -> None:
    given = {"name": Answer("Shop", Source.FLAG)}
    answers = Answers(given)
    given.clear()
    assert list(answers) == ["name"]
