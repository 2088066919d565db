"""Find the server's own process, below the uv and just processes that started it, and read its memory."""

from pathlib import Path

from projects import Server


def server_pid(server: Server) -> int:
    """Return the PID of the server itself: in a container it is the main process, without uv and just."""
    pid = server.process.pid
    while children := _children_of(pid):
        pid = children[-1]
    return pid


def resident_megabytes(pid: int) -> float:
    """Return the resident memory (RSS) of a process in megabytes."""
    (line,) = (
        each for each in Path(f"/proc/{pid}/status").read_text().splitlines() if each.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


def _children_of(pid: int) -> list[int]:
    """List the child processes that any thread of a process has started."""
    lists = (task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for children in lists for child in children.split()]
