"""Types of settings, which are checked when the process starts."""

from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

# The accepted prefixes of a file path and of a server name.
SQLITE, SERVERS = "sqlite:///", ("postgres://", "postgresql://")


def _split_commas(value: object) -> object:
    """Parse `a, b` as a list: environment variables need no JSON."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _check_hosts(hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Reject Starlette's `*.example.com`: Django would match no host with it."""
    if any("*" in host and host != "*" for host in hosts):
        raise ValueError("write .example.com, without a *, for a domain and its subdomains")
    return hosts


def _check_networks(proxies: tuple[str, ...]) -> tuple[str, ...]:
    """Reject what is no network: it would match no proxy, and every client would be one."""
    try:
        for proxy in proxies if proxies != ("*",) else ():
            ip_network(proxy)
    except ValueError:
        reason = "write IP addresses or networks such as 10.0.0.0/8, or a single *"
        raise ValueError(reason) from None
    return proxies


def _check_database(value: SecretStr) -> SecretStr:
    """Accept only URLs that every library parses in the same way; the message shows no value."""
    url = value.get_secret_value()
    if url.startswith(SQLITE):
        _check_file(url.removeprefix(SQLITE))
    elif url.startswith(SERVERS):
        _check_server(url)
    elif url:  # if empty, development starts an embedded PostgreSQL
        raise ValueError(f"must begin with {SQLITE} and a file, or {' or '.join(SERVERS)}")
    return value


def _check_file(path: str) -> None:
    if not path or ":memory:" in path or "mode=memory" in path:
        raise ValueError("an in-memory database is not shared by connections, name a file")
    if "?" in path or path.startswith("file:"):
        raise ValueError(f"must be {SQLITE} and a file path, without options; write %3F for a ?")


def _check_server(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_unambiguous = parts.port != 0 and not parts.fragment
    except ValueError:
        is_unambiguous = False
    if not is_unambiguous:
        raise ValueError("cannot be parsed: percent-encode special characters in the password")


CommaSeparated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_commas)]
Hosts = Annotated[CommaSeparated, AfterValidator(_check_hosts)]
Networks = Annotated[CommaSeparated, AfterValidator(_check_networks)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_check_database)]
