"""The server itself, as the system sees it, below the uv and the just that started it."""

from pathlib import Path

from projects import Server


def innermost(server: Server) -> int:
    """Give the process that no uv and no just stands above in a container."""
    pid = server.process.pid
    while children := _children_of(pid):
        pid = children[-1]
    return pid


def resident_megabytes(pid: int) -> float:
    """Read how much memory a process holds."""
    (line,) = (
        each for each in Path(f"/proc/{pid}/status").read_text().splitlines() if each.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


def _children_of(pid: int) -> list[int]:
    """List what a process has started, from whichever of its threads."""
    lists = (task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for children in lists for child in children.split()]
