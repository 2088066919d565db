"""Start the command. `--version` is printed before anything slow is imported."""

import gc
import sys

from pystack_init import __version__, command_in


def main() -> int:
    """Run the command line of this process."""
    if sys.argv[1:] in (["--version"], ["-V"]) and sys.stdout is not None:
        try:
            print(f"pystack-init {__version__}", flush=True)  # noqa: T201 - the console is not worth its import here
        except OSError:
            return _report_lost_output()
        return 0
    gc.disable()  # the process ends before garbage collection pays off
    from pystack_init.system import signals  # noqa: PLC0415 - handle Ctrl-C before the slow imports

    signals.arm()
    signals.announce(command_in(sys.argv[1:]), as_json="--json" in sys.argv)
    from pystack_init.cli.main import main as run  # noqa: PLC0415

    return run(sys.argv[1:])


def _report_lost_output() -> int:
    from pystack_init.cli.main import main as run  # noqa: PLC0415 - it reports a closed stdout

    return run(["--version"])


if __name__ == "__main__":
    raise SystemExit(main())
