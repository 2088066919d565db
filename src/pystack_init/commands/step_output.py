"""Tell what a step does, and what it has done, from the output of its programs."""

import re
from dataclasses import dataclass

# Written after the output of uv.
COMPILING = "compiling what the first start imports"
_RESOLVED = re.compile(r"^Resolved (\d+) packages?", re.MULTILINE)
_PREPARED = re.compile(r"^(?:Prepared|Installed) \d+ packages?", re.MULTILINE)
_INSTALLED = re.compile(r"^Installed (\d+) packages?", re.MULTILINE)
_DOWNLOADS = re.compile(r"^ *Downloading (.+)", re.MULTILINE)
_COMMANDS = re.compile(r"^uv run (?:python (?:-m )?)?(.+)$", re.MULTILINE)
_COLLECTED = re.compile(r"(?:\[|^collected )(\d+) items?", re.MULTILINE)
# One letter per test, after the name of its file where tests do not run in parallel; log lines may follow.
_LETTERS = re.compile(r"^(?:\S+\.py )?([.FEsxX]+)(?![A-Za-z])", re.MULTILINE)
_PASSED = re.compile(r"^=+ .*?(\d+) passed", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Activity:
    """What a step does now, how far it is, and in a few words what it has done."""

    name: str = ""
    count: str = ""
    done: str = ""


def installing(output: str) -> Activity:
    """Read the output of `uv sync`, run once or several times, and of the compilation afterwards."""
    resolved = _RESOLVED.search(output)
    if not resolved:
        return Activity()
    installed = sum(map(int, _INSTALLED.findall(output)))
    done = f"{installed} packages" if installed else ""
    if COMPILING in output:
        return Activity(COMPILING, done=done)
    downloads = _DOWNLOADS.findall(_PREPARED.split(output)[-1])
    name = f"{resolved[1]} packages resolved{f', {installed} installed' if installed else ''}"
    return Activity(name, f"downloading {downloads[-1]}" if downloads else "", done)


def verifying(output: str) -> Activity:
    """Read the output of `just check` and `just test`: the last command that was printed is running."""
    _, session_started, session = output.rpartition("test session starts")
    if not session_started:
        commands = _COMMANDS.findall(output)
        return Activity(commands[-1] if commands else "")
    passed = _PASSED.search(session)
    session = session.partition("\n=")[0]  # without the tracebacks of failures
    collected = _COLLECTED.search(session)
    if not collected:
        return Activity("tests", "collecting")
    letters = "".join(_LETTERS.findall(session))
    bad = letters.count("F") + letters.count("E")
    failed = f", {bad} failed" if bad else ""
    done = f"{passed[1]} tests passed" if passed else ""
    return Activity("tests", f"{len(letters)} of {collected[1]}{failed}", done)
