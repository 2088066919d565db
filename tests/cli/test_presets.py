"""Defaults of the user, presets, and the answers of another project: `config`, `--preset`, `--from`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from terminals import CREATE, CTRL_C, ENTER, QUICK, Terminal, recorded

DRY = ("--defaults", "--dry-run", "--no-git", "--json")
MADE = ("--no-install", "--no-git", "--quiet")
EXAMPLE = """\
[defaults]
license = "proprietary"
python = 3.12
pages = true
team = "django"

[presets.site]
use_case = "cms"
docker = false

[presets."big api"]
stack = "fastapi"
database = "postgresql"
"""


@pytest.fixture
def config(here: Path) -> Path:
    """Write the example, and return its path."""
    path = here.parent / "home/.config/pystack-init/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


@pytest.fixture
def answers_of(run: Callable[..., Any]) -> Callable[..., dict[str, tuple[Any, str]]]:
    """Return each answer of a dry run of `new`, with its source."""

    def answers_of(*argv: str) -> dict[str, tuple[Any, str]]:
        ran = run("new", "shop", *argv, *DRY)
        assert ran.code == 0, ran.out
        answers = json.loads(ran.out)["data"]["answers"]
        return {key: (one["value"], one["source"]) for key, one in answers.items()}

    return answers_of


def test_an_own_default_replaces_the_built_in_one_where_it_applies(
    config: Path, answers_of: Callable[..., dict[str, tuple[Any, str]]]
) -> None:
    assert config.is_file()
    answers = answers_of()
    assert answers["license"] == ("proprietary", "user-default")
    assert answers["python"] == ("3.12", "user-default")
    assert answers["database"] == ("sqlite", "default")
    assert answers["pages"] == (False, "default")  # the stack has no Django
    assert answers_of("--stack", "hybrid")["pages"] == (True, "user-default")
    assert answers_of("--use-case", "saas")["team"] == ("django", "user-default")


def test_each_answer_comes_from_its_strongest_source(
    config: Path,
    here: Path,
    answers_of: Callable[..., dict[str, tuple[Any, str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config.write_text(
        '[defaults]\nauthor = "D"\nci = "none"\nlicense = "MIT"\nstack = "hybrid"\n'
        '[presets.a]\nauthor = "P"\ndescription = "P"\ndatabase = "postgresql"\n'
        'auth = "none"\nuse_case = "cms"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("PYSTACK_AUTHOR", "E")
    monkeypatch.setenv("PYSTACK_DESCRIPTION", "E")
    monkeypatch.setenv("PYSTACK_DATABASE", "sqlite")
    (here / "answers.toml").write_text('author = "F"\ndescription = "F"\n', encoding="utf-8")
    answers = answers_of("--preset", "a", "--answers-file", "answers.toml", "--author", "A")
    assert answers["author"] == ("A", "flag")
    assert answers["description"] == ("F", "answers-file")
    assert answers["database"] == ("sqlite", "environment")
    assert answers["auth"] == ("none", "preset")
    assert answers["surface"] == ("site", "use-case")
    assert answers["stack"] == ("django_drf", "recommendation")
    assert answers["ci"] == ("none", "user-default")


def test_a_use_case_overrides_the_selection_of_a_weaker_source(
    config: Path, answers_of: Callable[..., dict[str, tuple[Any, str]]]
) -> None:
    config.write_text('[presets.a]\nsurface = "api"\nadmin = "no"\n', encoding="utf-8")
    assert answers_of("--preset", "a", "--use-case", "cms")["surface"] == ("site", "use-case")
    config.write_text('[presets.a]\nuse_case = "cms"\n', encoding="utf-8")
    assert answers_of("--preset", "a", "--surface", "api")["surface"] == ("api", "flag")


def test_the_configuration_is_in_the_folder_of_xdg(
    run: Callable[..., Any], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("config", "path").out == f"{here.parent}/home/.config/pystack-init/config.toml\n"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")  # the specification says to ignore it
    assert run("config", "path").out == f"{here.parent}/home/.config/pystack-init/config.toml\n"
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nowhere")
    assert run("config", "path").out == "/nowhere/pystack-init/config.toml\n"


def test_config_shows_the_file_as_toml_and_as_json(run: Callable[..., Any], config: Path) -> None:
    python = EXAMPLE.replace("3.12", '"3.12"')
    assert run("config").out == run("config", "show").out == f"# {config}\n\n{python}"
    assert json.loads(run("config", "--json").out)["data"] == {
        "path": str(config),
        "exists": True,
        "defaults": {"license": "proprietary", "python": "3.12", "pages": True, "team": "django"},
        "presets": {
            "site": {"use_case": "cms", "docker": False},
            "big api": {"stack": "fastapi", "database": "postgresql"},
        },
    }


def test_without_a_file_config_shows_an_example_that_is_valid(
    run: Callable[..., Any], config: Path, answers_of: Callable[..., dict[str, tuple[Any, str]]]
) -> None:
    config.unlink()
    shown = run("config").out
    assert shown.startswith(f"# {config}\n# It does not exist yet. An example:\n#\n# [defaults]\n")
    config.write_text(shown.partition("#\n")[2].replace("# ", "").replace("#\n", "\n"), encoding="utf-8")
    assert answers_of("--preset", "internal")["stack"] == ("django_drf", "preset")


def test_no_config_reads_no_file(
    run: Callable[..., Any], config: Path, answers_of: Callable[..., dict[str, tuple[Any, str]]]
) -> None:
    config.write_text("not toml", encoding="utf-8")
    assert answers_of("--no-config")["license"] == ("MIT", "default")
    assert run("recommend", "--use-case", "cms", "--no-config").code == 0
    ran = run("new", "shop", "--preset", "site", "--no-config")
    assert ran.code == 2
    assert ran.err == (
        "error: `--preset` needs the configuration, but `--no-config` was given\n\n"
        "hint: Drop `--preset` or `--no-config`\n"
    )


def test_recommend_uses_the_own_defaults(run: Callable[..., Any], config: Path) -> None:
    assert config.is_file()
    flags = ("--surface", "api", "--admin", "later", "--load", "ordinary", "--defaults", "--json")
    assert json.loads(run("recommend", *flags).out)["data"]["stack"] == "django_drf"
    assert json.loads(run("recommend", *flags, "--no-config").out)["data"]["stack"] == "fastapi"


CHOICES = "choose `sqlite` or `postgresql`"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "[defaults]\nlicense =\n",
            "The configuration `PATH` cannot be read: Invalid value (at line 2, column 10)",
            "Fix the file; `new` and `recommend` ignore it with `--no-config`",
        ),
        ('license = "MIT"\n', "Unknown key `license` in line 1 of `PATH`", "Choose `defaults` or `presets`"),
        ("\n[preset.a]\n", "Unknown key `preset` in line 2 of `PATH`", "Did you mean `presets`?"),
        (
            '[defaults]\n# a comment\ndatabse = "sqlite"\n',
            "Unknown question `databse` (in line 3 of `PATH`)",
            "Did you mean `database`?",
        ),
        (
            '[presets.a]\nci = "none"\n\n[presets.b]\ndatabase = "mysql"\n',
            f"Invalid value `mysql` for `database` in line 5 of `PATH`; {CHOICES}",
            'Write `database = "sqlite"`',
        ),
        (
            'defaults = { database = "mysql" }\n',
            f"Invalid value `mysql` for `database` in line 1 of `PATH`; {CHOICES}",
            'Write `database = "sqlite"`',
        ),
        (
            '[defaults]\ndocker = "perhaps"\n',
            "Invalid value `perhaps` for `docker` in line 2 of `PATH`; choose `yes` or `no`",
            "Write `docker = true` or `docker = false`",
        ),
        (
            '[defaults]\ndescription = """\na\nb"""\n',
            "The description contains a line break, which is not allowed (in line 4 of `PATH`)",
            'Write `description = "a b"`',
        ),
        (
            "[defaults]\nci = [1]\n",
            "The answer to `ci` is not a single value (in line 2 of `PATH`)",
            "Write text, true or false",
        ),
        (
            '[defaults]\nuse_case = "cms"\n',
            "`use_case` cannot be in `[defaults]`, see line 2 of `PATH`",
            "Remove the line",
        ),
        (
            "presets.a = 3\n",
            "`presets.a` in line 1 of `PATH` is not a table",
            'Write `[presets.a]`, and below it one `question = "answer"` per line',
        ),
    ],
)
def test_an_error_in_the_configuration_names_the_line(
    run: Callable[..., Any],
    left_behind: Callable[[], list[str]],
    config: Path,
    text: str,
    message: str,
    hint: str,
) -> None:
    config.write_text(text, encoding="utf-8")
    error = f"error: {message}\n\nhint: {hint}\n".replace("PATH", str(config))
    for argv in (("new", "shop", "--defaults"), ("recommend", "--use-case", "cms"), ("config",)):
        ran = run(*argv)
        assert (ran.code, ran.out, ran.err) == (2, "", error)
    assert left_behind() == []
    assert run("config", "path").out == f"{config}\n"


def test_a_file_that_is_not_text_is_refused(run: Callable[..., Any], config: Path) -> None:
    config.write_bytes(b"\xff")
    assert f"The configuration `{config}` cannot be read: it is not UTF-8 text\n" in run("config").err
    config.write_bytes(b"#" * 50_001)
    assert f"The configuration `{config}` cannot be read: it is larger than 50 kB\n" in run("config").err
    config.unlink()
    config.mkdir()
    assert f"The configuration `{config}` cannot be read: Is a directory\n" in run("config").err


def test_an_unknown_preset_is_refused_with_the_names_of_the_others(
    run: Callable[..., Any], config: Path, left_behind: Callable[[], list[str]]
) -> None:
    argv = ("new", "shop", "--preset", "sit", "--defaults")
    assert run(*argv).err == (
        f"error: Unknown preset `sit`: `{config}` has `site` or `big api`\n\nhint: Did you mean `site`?\n"
    )
    config.write_text("", encoding="utf-8")
    assert run(*argv).err == (
        f"error: Unknown preset `sit`: `{config}` has no presets\n\n"
        "hint: Write `[presets.sit]` and its answers there\n"
    )
    config.unlink()
    error = json.loads(run(*argv, "--json").out)["error"]
    assert (error["code"], error["exit_code"]) == ("config-invalid", 2)
    assert error["message"] == f"Unknown preset `sit`: `{config}` does not exist"
    assert left_behind() == []


def test_answers_of_a_preset_that_exclude_each_other_are_refused(
    run: Callable[..., Any], config: Path
) -> None:
    config.write_text('[presets.a]\nstack = "fastapi"\npages = true\n', encoding="utf-8")
    assert run("new", "shop", "--preset", "a", "--defaults").err == (
        "error: `--pages` needs Django, but `--stack fastapi` is in the preset\n\n"
        "hint: Add `--no-pages`, or use `--stack django_drf`\n"
    )


def test_an_unknown_action_of_config_is_refused(run: Callable[..., Any]) -> None:
    ran = run("config", "shw")
    assert (ran.code, ran.err) == (2, "error: Unknown action `shw`\n\nhint: Did you mean `show`?\n")


def test_the_review_shows_the_source_of_own_defaults_and_presets(
    config: Path, open_terminal: Callable[..., Terminal], here: Path
) -> None:
    assert config.is_file()
    terminal = open_terminal("new", "shop", "--preset", "big api", *QUICK, rows=60)
    terminal.see(CREATE)
    lines = [line.split() for line in terminal.shown.splitlines()]
    assert ["license", "proprietary", "your", "default"] in lines
    assert ["database", "postgresql", "preset"] in lines
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["database"] == "postgresql"


def test_a_cancelled_session_resumes_with_the_answers_of_the_preset_or_without_the_configuration(
    config: Path, open_terminal: Callable[..., Terminal]
) -> None:
    assert config.is_file()
    for flags, resumed in {
        ("--preset", "big api"): "new shop --stack fastapi --database postgresql --no-install --no-git",
        ("--no-config", "--stack", "hybrid"): "new shop --stack hybrid --no-install --no-git --no-config",
    }.items():
        terminal = open_terminal("new", "shop", *flags, *QUICK, rows=60, columns=160)
        terminal.see(CREATE)
        terminal.press(CTRL_C)
        terminal.wait_for_output(f"  pystack-init {resumed}\r\n")
        assert terminal.end() == 130


def test_a_project_takes_the_answers_of_another_one_except_its_name(
    run: Callable[..., Any], here: Path
) -> None:
    first = run("new", "first", "--use-case", "cms", "--author", "Ada", "--no-docker", "--defaults", *MADE)
    second = run("new", "second", "--from", "first", *MADE)
    assert (first.code, second.code, second.err) == (0, 0, "")
    taken = recorded(here / "first") | {"name": "second"}
    of_the_files = {"_rendered"}  # a number, in which the name counts
    assert {key: taken[key] for key in taken.keys() - of_the_files} == {
        key: value for key, value in recorded(here / "second").items() if key not in of_the_files
    }


def test_an_answer_from_another_project_shows_its_source_and_can_be_overridden(
    run: Callable[..., Any], here: Path, answers_of: Callable[..., dict[str, tuple[Any, str]]]
) -> None:
    assert run("new", "first", "--stack", "hybrid", "--pages", "--defaults", *MADE).code == 0
    answers = answers_of("--from", "first", "--ci", "none")
    assert answers["stack"] == ("hybrid", "project")
    assert answers["ci"] == ("none", "flag")
    assert answers["name"] == ("shop", "path")
    assert run("new", "shop", "--from", "first", "--stack", "fastapi").err == (
        "error: `--pages` needs Django, but `--stack fastapi` was given\n\n"
        "hint: Add `--no-pages`, or use `--stack django_drf`\n"
    )
    file = here / "first/.pystack-init.yml"
    file.write_text(file.read_text(encoding="utf-8") + "redis: true\n", encoding="utf-8")
    assert run("new", "shop", "--from", "first").err == (
        "error: Unknown question `redis` (in `first/.pystack-init.yml`)\n\n"
        f"hint: {run('new', 'shop', '--set', 'redis=true').err.partition('hint: ')[2]}"
    )


def test_a_folder_without_a_project_has_no_answers(
    run: Callable[..., Any], here: Path, left_behind: Callable[[], list[str]]
) -> None:
    (here / "notes").mkdir()
    ran = run("new", "shop", "--from", "notes", "--defaults")
    assert ran.code == 2
    assert ran.err == (
        "error: `notes` is not a project of pystack-init: it has no `.pystack-init.yml`\n\n"
        "hint: Name the folder of a project that pystack-init created\n"
    )
    assert left_behind() == ["here/notes"]
