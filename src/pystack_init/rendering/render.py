"""Turn answers into files. The only module that uses Copier."""

from collections.abc import Mapping
from pathlib import Path

from pystack_init.rendering.context import context_of
from pystack_init.rendering.layers import SUFFIX, copy, resolve
from pystack_init.rendering.manifest import Tree, Values, read_tree
from pystack_init.rendering.slots import fill, fragments_for, has_slots
from pystack_init.system.staging import scratch

_TAG, _VARIABLE = "# {%", "{{"
# Tags are inside comments, so that a template stays valid Python, TOML or YAML.
COPIER_SETTINGS = """\
_templates_suffix: .jinja
_exclude: [copier.yml]
_envops:
  block_start_string: "# {%"
  block_end_string: "%}"
  comment_start_string: "# {#"
  comment_end_string: "#}"
  trim_blocks: true
  lstrip_blocks: true
  keep_trailing_newline: true
  undefined: jinja2.StrictUndefined
"""


def warm_up() -> None:
    """Import Copier in the background while the user answers prompts."""
    import copier  # noqa: F401, PLC0415


def render(root: Path, answers: Values, slug: str, destination: Path) -> None:
    """Render the templates at `root` for `answers` into the empty folder `destination`."""
    tree = read_tree(root)
    sources = resolve(tree, answers)
    texts = filled(tree, sources, answers)
    rendered = _run_copier(
        {path: text for path, text in texts.items() if _TAG in text or _VARIABLE in text},
        context_of(tree, answers, slug),
    )
    for path, source in sources.items():
        text = rendered.get(path, texts.get(path))
        copy(source, destination / path, source.read_bytes() if text is None else text.encode())


def shared_paths(root: Path, answers: Values) -> frozenset[str]:
    """Return the paths of a project's files with slots, where features and users add lines."""
    sources = resolve(read_tree(root), answers)
    return frozenset(
        path
        for path, source in sources.items()
        if source.suffix == SUFFIX and has_slots(source.read_text(encoding="utf-8"))
    )


def filled(tree: Tree, sources: Mapping[str, Path], answers: Values) -> dict[str, str]:
    """Read the templates among `sources`, and fill their slots."""
    fragments = fragments_for(tree, answers)
    return {
        path: fill(source.read_text(encoding="utf-8"), fragments, tree.slots)
        for path, source in sources.items()
        if source.suffix == SUFFIX
    }


def _run_copier(texts: Mapping[str, str], context: Values) -> dict[str, str]:
    """Let Copier render texts; its files have numbers as names, because it compiles each part of a path."""
    from copier import Settings, run_copy  # noqa: PLC0415 - 0.2 s to import: only to create a project
    from plumbum import local  # noqa: PLC0415 - a dependency of Copier, which finds programs with it

    # If Copier finds git, it runs `git config` once per file, for an index that a new project does not have.
    with scratch() as folder, local.env(PATH=""):
        view, out = folder / "view", folder / "out"
        view.mkdir()
        (view / "copier.yml").write_text(COPIER_SETTINGS, encoding="utf-8")
        for number, text in enumerate(texts.values()):
            (view / f"{number}{SUFFIX}").write_text(text, encoding="utf-8")
        run_copy(
            str(view),
            out,
            data=dict(context),
            settings=Settings(),  # a user's own Copier settings would change our defaults
            defaults=True,
            overwrite=True,
            quiet=True,
        )
        return {path: (out / str(number)).read_text(encoding="utf-8") for number, path in enumerate(texts)}
