"""What `new` does besides writing the files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What to do besides writing the files; `git` and `workspace` are None without a flag."""

    install: bool = True
    git: bool | None = None
    verify: bool = False
    dry_run: bool = False
    workspace: bool | None = None
    tree: bool = False
