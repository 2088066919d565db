"""Make releases of this repository for tests: 0.1.0 from its templates, then two with changed ones."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from edits import edit

ROOT = Path(__file__).parents[2]
# A file that moves in 0.2.0, and again in 0.3.0.
MOVED = "tests/platform/test_responses.py", "tests/platform/test_http.py"
MOVED_AGAIN = "tests/platform/http/test_http.py"
NOTICE = """\
order = 70
included_by = { notice = true }

[question]
id = "notice"
text = "Add a notice?"
help = "A file for legal texts"
group = "delivery"
kind = "yes_no"
default = true
"""
NOTES = """\
[[notes]]
release = "0.2.0"
kind = "breaking"
text = "`make_teapot` is now `make_pot`"
files = "backend/*.py"
contains = 'make_teapot\\('

[[notes]]
release = "0.2.0"
kind = "step"
text = "Rebuild the image"
if = ["docker"]

[[notes]]
release = "0.2.0"
kind = "note"
text = "Delete the file of the old tool"
files = ".oldtool"
"""
MORE_NOTES = """
[[notes]]
release = "0.3.0"
kind = "note"
text = "Terms of use"
"""


class Version:
    """A version of the command in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *command: str | Path, folder: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python with this version."""
        env = os.environ | {"PYTHONPATH": str(self.root / "src")}
        ran = subprocess.run(
            [sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert not check or ran.returncode == 0, ran.stdout + ran.stderr
        return ran

    def call(self, *argv: str, folder: Path) -> dict[str, Any]:
        """Run a command with `--json`, and return the object with the exit code."""
        ran = self.run("-m", "pystack_init", *argv, "--json", folder=folder, check=False)
        found: dict[str, Any] = json.loads(ran.stdout)
        return found | {"code": ran.returncode}

    def template(self, path: str) -> Path:
        """Return a file of its templates."""
        return self.root / "templates" / path

    def copy_to(self, root: Path) -> None:
        """Copy it, to change the copy."""
        shutil.copytree(self.root, root)


def first_release(root: Path) -> Version:
    """Release 0.1.0 from the templates of this repository."""
    for name in ("src", "templates", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    version = Version(root)
    (root / "src/pystack_init/history.bundle").unlink(missing_ok=True)
    version.run(root / "scripts/release.py", folder=root)
    return version


def second_release(first: Version, root: Path) -> Version:
    """Change the templates in six ways, and call it 0.2.0."""
    version = _next(first, root, "0.1.0", "0.2.0")
    old, new = (version.template(f"core/any/{path}") for path in MOVED)
    old.rename(new)
    template = version.template("template.toml")
    edit(template, "[stacks]\n", f'[moved]\n"{MOVED[0]}" = "{MOVED[1]}"\n\n[stacks]\n')
    version.template("core/any/SECURITY.md.jinja").unlink(missing_ok=True)
    version.template("core/any/SECURITY.md").unlink(missing_ok=True)
    _add_question(version, "notice", NOTICE)
    docker = version.template("features/docker/feature.toml")
    edit(docker, "default = true\n\n[fill.any]", "default = false\n\n[fill.any]")
    edit(version.template("core/any/README.md.jinja"), "## Start\n", "## Get started\n")
    version.template("features/client").rename(version.template("features/api-client"))
    version.template("releases.toml").write_text(NOTES, encoding="utf-8")
    return version


def third_release(second: Version, root: Path) -> Version:
    """Release 0.2.0, change the templates again, and call it 0.3.0."""
    version = _next(second, root, "0.2.0", "0.3.0")
    second_root = version.root.with_name("released")
    shutil.copytree(second.root, second_root)
    Version(second_root).run(second_root / "scripts/release.py", folder=second_root)
    history = "src/pystack_init/history.bundle"
    shutil.copy(second_root / history, root / history)
    shutil.rmtree(second_root)
    old, new = (version.template(f"core/any/{path}") for path in (MOVED[1], MOVED_AGAIN))
    new.parent.mkdir()
    old.rename(new)
    edit(version.template("template.toml"), "[moved]\n", f'[moved]\n"{MOVED[1]}" = "{MOVED_AGAIN}"\n')
    _add_question(version, "terms", NOTICE.replace("notice", "terms").replace("order = 70", "order = 71"))
    with version.template("releases.toml").open("a", encoding="utf-8") as file:
        file.write(MORE_NOTES)
    return version


def _next(before: Version, root: Path, old: str, new: str) -> Version:
    shutil.copytree(before.root, root)
    edit(root / "src/pystack_init/__init__.py", f'__version__ = "{old}"', f'__version__ = "{new}"')
    return Version(root)


def _add_question(version: Version, name: str, text: str) -> None:
    folder = version.template(f"features/{name}")
    (folder / "any").mkdir(parents=True)
    (folder / "feature.toml").write_text(text, encoding="utf-8")
    (folder / f"any/{name.upper()}.md").write_text(f"# {name.capitalize()}\n", encoding="utf-8")
