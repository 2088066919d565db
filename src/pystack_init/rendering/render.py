"""Turn answers into files. The only module that knows Copier."""

from pathlib import Path

from pystack_init.rendering.context import context_of
from pystack_init.rendering.layers import SUFFIX, copy, resolve
from pystack_init.rendering.manifest import Values, read_tree
from pystack_init.rendering.slots import fill, fragments_for
from pystack_init.staging import scratch

_TAG, _VARIABLE = "# {%", "{{"
# Tags hide in comments, so that a template stays valid Python, TOML or YAML.
_COPIER = """\
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
    """Import Copier while a person is still thinking."""
    import copier  # noqa: F401, PLC0415


def render(root: Path, answers: Values, slug: str, destination: Path) -> None:
    """Write the project that `answers` describe into the empty folder `destination`, from the tree at `root`."""
    tree = read_tree(root)
    fragments = fragments_for(tree, answers)
    with scratch() as view:
        for path, source in resolve(tree, answers).items():
            if source.suffix != SUFFIX:
                copy(source, destination / path, source.read_bytes())
                continue
            text = fill(source.read_text(encoding="utf-8"), fragments, tree.slots)
            is_rendered = _TAG in text or _VARIABLE in text
            target = view / f"{path}{SUFFIX}" if is_rendered else destination / path
            copy(source, target, text.encode())
        (view / "copier.yml").write_text(_COPIER, encoding="utf-8")
        _run_copier(view, destination, context_of(tree, answers, slug))


def _run_copier(view: Path, destination: Path, context: Values) -> None:
    from copier import Settings, run_copy  # noqa: PLC0415 - 0.2 s to import: only when a project is really made
    from plumbum import local  # noqa: PLC0415 - how Copier finds programs; it comes with it

    # Where Copier finds git it starts one `git config` a file, for an index that a new project does not have.
    with local.env(PATH=""):
        run_copy(
            str(view),
            destination,
            data=dict(context),
            settings=Settings(),  # a user's own Copier settings changed our defaults when tried
            defaults=True,
            overwrite=True,
            quiet=True,
        )
