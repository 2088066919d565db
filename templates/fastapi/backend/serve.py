"""The server: as many workers as asked for, and a stop that drops nobody."""

import asyncio
import errno
import resource
import select
import socket
import sys
from types import FrameType

from uvicorn import Config, Server
from uvicorn.supervisors import ChangeReload, Multiprocess, multiprocess

from backend.api.health import stopping
from backend.api.logs import configure_logs
from backend.api.protocol import HttpProtocol
from backend.settings import ROOT, Settings, get_settings

BACKLOG = 2048
KEEP_ALIVE_SECONDS = 75  # longer than a proxy's, so that no request meets a connection that closes
LAST_CALL_SECONDS = 0.5
MAX_QUEUE_SECONDS = 5
MAX_STOP_SECONDS = 25
MAX_START_SECONDS = 60  # uvicorn's 5 would end, again and again, workers that import slowly


class DrainingServer(Server):
    """Answers everybody who has arrived before a SIGTERM, and then ends with exit code 0."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Say not ready at once; uvicorn would raise a signal that it kept again at the end."""
        stopping.set()
        super().handle_exit(sig, frame)
        self._captured_signals.clear()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take who waits in the accept queue, then close as uvicorn does."""
        await asyncio.sleep(LAST_CALL_SECONDS)
        queue = select.poll()
        for listener in sockets or []:
            queue.register(listener, select.POLLIN)
        for _ in range(MAX_QUEUE_SECONDS * 20):
            if not queue.poll(0):
                break
            await asyncio.sleep(0.05)
        await super().shutdown(sockets)


# The supervisor of several workers has no option for it.
multiprocess.Server = DrainingServer  # type: ignore[attr-defined]


def configuration(settings: Settings, *, reload: bool = False) -> Config:
    """Describe the server to uvicorn."""
    return Config(
        "backend.api.main:create_app",
        factory=True,
        http=HttpProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the application has its own list of trusted proxies
        server_header=False,
        backlog=BACKLOG,
        workers=1 if reload else settings.workers,
        reload=reload,
        reload_dirs=[str(ROOT / "backend")] if reload else None,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=MAX_STOP_SECONDS,
        timeout_worker_healthcheck=MAX_START_SECONDS,
    )


def listen(settings: Settings) -> socket.socket:
    """Take the port, or say in one line that somebody else has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server(
            (settings.host, settings.port), family=family, backlog=BACKLOG
        )
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "it is taken, choose another PORT" if taken else error.strerror
        sys.exit(f"error: cannot listen on {settings.host}:{settings.port}: {reason}")
    listener.set_inheritable(True)
    return listener


def main() -> None:
    """Serve until told to stop."""
    reload = "--reload" in sys.argv[1:]
    settings = get_settings()
    configure_logs(settings)
    # A connection is a file: take as many as the system allows.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    config = configuration(settings, reload=reload)
    listener = listen(settings)
    print(f"Serving on http://{settings.host}:{listener.getsockname()[1]}", file=sys.stderr)  # noqa: T201
    server = DrainingServer(config)
    if reload:
        ChangeReload(config, target=server.run, sockets=[listener]).run()
    elif settings.workers > 1:
        Multiprocess(config, sockets=[listener]).run()
    else:
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
