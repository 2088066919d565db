"""Look at a server from outside: its own process, its memory, and what it has not read yet."""

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


def has_read_everything(port: int, connections: int) -> bool:
    """Return whether a server has accepted so many connections and read all that they sent."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    own = [row for row in rows if int(row[1].partition(":")[2], 16) == port and row[3] in {"01", "0A"}]
    # Of a listening socket (0A) the receive queue is the number of connections that wait to be accepted.
    unread = [row for row in own if int(row[4].partition(":")[2], 16)]
    return not unread and sum(row[3] == "01" for row in own) >= connections


def _children_of(pid: int) -> list[int]:
    """List the child processes that any thread of a process has started."""
    lists = (task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for children in lists for child in children.split()]
