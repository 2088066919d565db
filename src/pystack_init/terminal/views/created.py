"""Render a new project: its tree, the command that creates it again, the next steps."""

from collections import Counter
from textwrap import fill

from pystack_init.results.project import Created, StepStatus, WrittenFile
from pystack_init.terminal.console import width
from pystack_init.terminal.theme import is_plain, supports_unicode

DEPTH = 2


def created_text(project: Created) -> str:
    """Render a project or a dry run; the heading is repeated below the tree, which may scroll it away."""
    head = _head(project)
    parts = [head, "\n".join(_tree(project.files.listed, sizes=project.dry_run)), head]
    if project.dry_run:
        parts.append(_steps(project))
    parts.append(f"To create the same project again:\n  {project.reproduce}")
    if project.next_steps:
        parts.append("Next steps:\n" + "\n".join(f"  {step}" for step in project.next_steps))
    return "\n\n".join(parts) + "\n"


def preview_text(project: Created) -> str:
    """Render a dry run short enough to stay visible above the next prompt."""
    head = fill(_head(project), width(), subsequent_indent="  ", break_long_words=False)
    return "\n\n".join([head, "\n".join(_top(project.files.listed)), f"{head}\n{_steps(project)}"]) + "\n"


def _head(project: Created) -> str:
    count = _count(len(project.files.listed))
    if project.dry_run:
        return f"Would create {project.path} ({count}, {_size(project.files.listed)}); nothing was written"
    seconds = sum(step.seconds for step in project.steps)
    return f"Created {project.path} ({count}) in {seconds:.1f} s"


def _steps(project: Created) -> str:
    steps = ", ".join(_step_name(step.id, step.status) for step in project.steps)
    return fill(f"Steps: {steps}", width(), subsequent_indent="  ")


def _step_name(name: str, status: StepStatus) -> str:
    return name if status is StepStatus.PLANNED else f"{name} ({status.value})"


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"


def _size(files: tuple[WrittenFile, ...]) -> str:
    total = sum(one.size for one in files)
    return f"{total / 1000:.1f} kB"


def _top(files: tuple[WrittenFile, ...]) -> list[str]:
    """List one level, and the number of files in each folder."""
    folders = Counter(one.path.partition("/")[0] for one in files if "/" in one.path)
    labels = [f"{folder}/  {_count(number)}" for folder, number in sorted(folders.items())]
    labels += sorted(one.path for one in files if "/" not in one.path)
    end, fork, _ = _signs()
    return [f"{fork}{label}" for label in labels[:-1]] + [f"{end}{labels[-1]}"]


def _tree(files: tuple[WrittenFile, ...], *, sizes: bool) -> list[str]:
    """List two levels: folders first, then files, each by name."""
    lines: list[str] = []
    _branch(_nested(files), lines, indent="", depth=1, sizes=sizes)
    return lines


_Folder = dict[str, "_Folder | int"]


def _nested(files: tuple[WrittenFile, ...]) -> _Folder:
    root: _Folder = {}
    for one in files:
        *folders, name = one.path.split("/")
        here = root
        for folder in folders:
            inner = here.setdefault(folder, {})
            if isinstance(inner, dict):
                here = inner
        here[name] = one.size
    return root


def _branch(folder: _Folder, lines: list[str], *, indent: str, depth: int, sizes: bool) -> None:
    end, fork, rail = _signs()
    entries = sorted(folder.items(), key=lambda entry: (isinstance(entry[1], int), entry[0]))
    for name, inner in entries:
        last = name == entries[-1][0]
        label = f"{name}/" if isinstance(inner, dict) else f"{name}  {inner} B" if sizes else name
        lines.append(f"{indent}{end if last else fork}{label}")
        if isinstance(inner, dict) and depth < DEPTH:
            _branch(
                inner,
                lines,
                indent=indent + (" " * len(rail) if last else rail),
                depth=depth + 1,
                sizes=sizes,
            )


def _signs() -> tuple[str, str, str]:
    if is_plain():
        return "", "", "  "
    return ("└── ", "├── ", "│   ") if supports_unicode() else ("`-- ", "|-- ", "|   ")
