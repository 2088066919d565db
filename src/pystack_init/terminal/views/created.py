"""Render a new project, in one screen: what was created, its main folders, the next steps."""

from collections import Counter
from collections.abc import Sequence
from textwrap import fill

from pystack_init.lifecycle.project import ANSWERS_FILE
from pystack_init.planning.command_line import command_from_file
from pystack_init.questions.stacks import STACK_BY_ID
from pystack_init.results.project import CommandLine, Created, NextStep, Purpose, StepStatus, WrittenFile
from pystack_init.terminal.console import height, width
from pystack_init.terminal.theme import bold, is_plain, supports_unicode

MOST_LINES = 12


def created_text(project: Created) -> str:
    """Render a project or a dry run."""
    head = _head(project)
    if project.dry_run:
        below = [_steps(project), f"To create this project:\n  {project.reproduce}"]
    else:
        below = [
            "\n".join([bold("Next steps"), *_next_steps(project.next_steps)]),
            f"{bold('The same answers again')}\n  {command_from_file(project.path / ANSWERS_FILE)}",
        ]
    if project.tree:
        tree = "\n".join(_tree(project.files.listed, sizes=project.dry_run))
        sections = [head, tree, head, *below]  # the tree may scroll the first line away
    else:
        sections = [head, "\n".join(_layout(project.files.layout, [head, *below])), *below]
    return "\n\n".join(section for section in sections if section) + "\n"


def command_line_text(result: CommandLine) -> str:
    """Render the command alone, for a script."""
    return f"{result.reproduce}\n"


def preview_text(project: Created) -> str:
    """Render a dry run short enough to stay visible above the next prompt."""
    head = _head(project)
    return "\n\n".join([head, "\n".join(_top(project.files.listed)), f"{head}\n{_steps(project)}"]) + "\n"


def _head(project: Created) -> str:
    count = _count(len(project.files.listed))
    if project.dry_run:
        size = _size(project.files.listed)
        return _filled(f"Would create {project.path} ({count}, {size}); nothing was written")
    seconds = sum(step.seconds for step in project.steps)
    stack = STACK_BY_ID[project.answers["stack"].text].label.partition(" (")[0]
    made = [stack, count, *(step.summary for step in project.steps if step.summary)]
    return _filled(f"Created {project.path} in {seconds:.1f} s: {', '.join(made)}")


def _layout(layout: Sequence[Purpose], others: Sequence[str]) -> list[str]:
    """List the main folders and files: at most 12 lines, fewer where all would not fit the window."""
    measure, rows = width(), height()
    used = sum(-(-len(line) // measure) or 1 for text in others for line in f"{text}\n".split("\n"))
    room = MOST_LINES if rows is None else min(MOST_LINES, rows - used - 2)
    longest = max((len(one.path) for one in layout), default=0)
    lines = [f"{one.path:{longest}}  {_shortened(one.text, measure - longest - 2)}" for one in layout]
    if len(lines) > room:
        lines = [*lines[: room - 1], f"... {len(lines) - room + 1} more in README.md"] if room > 1 else []
    return lines


def _shortened(text: str, room: int) -> str:
    """Cut a purpose that is too long for its line, between two clauses if possible."""
    for end in ("; ", ": "):
        if len(text) > room:
            text = text.partition(end)[0]
    return text if len(text) <= room else f"{text[: max(room - 3, 0)]}..."


def _next_steps(steps: Sequence[NextStep]) -> list[str]:
    """List the commands, each with its address beside it, or below it in a narrow window."""
    longest = max(len(step.command) for step in steps if step.url)
    lines = []
    for step in steps:
        lines.append(f"  {step.command}")
        room = width() - len(step.url or "") - 2
        if step.url and len(lines[-1]) <= room:
            lines[-1] = f"{lines[-1]:{min(longest + 2, room)}}  {step.url}"
        elif step.url:
            lines.append(f"    {step.url}")
    return lines


def _filled(text: str) -> str:
    return fill(text, width(), subsequent_indent="  ", break_long_words=False)


def _steps(project: Created) -> str:
    steps = ", ".join(_step_name(step.id, step.status) for step in project.steps)
    return _filled(f"Steps: {steps}")


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
    """List every file: folders first, then files, each by name."""
    lines: list[str] = []
    _branch(_nested(files), lines, indent="", sizes=sizes)
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


def _branch(folder: _Folder, lines: list[str], *, indent: str, sizes: bool) -> None:
    end, fork, rail = _signs()
    entries = sorted(folder.items(), key=lambda entry: (isinstance(entry[1], int), entry[0]))
    for name, inner in entries:
        last = name == entries[-1][0]
        label = f"{name}/" if isinstance(inner, dict) else f"{name}  {inner} B" if sizes else name
        lines.append(f"{indent}{end if last else fork}{label}")
        if isinstance(inner, dict):
            _branch(inner, lines, indent=indent + (" " * len(rail) if last else rail), sizes=sizes)


def _signs() -> tuple[str, str, str]:
    if is_plain():
        return "", "", "  "
    return ("└── ", "├── ", "│   ") if supports_unicode() else ("`-- ", "|-- ", "|   ")
