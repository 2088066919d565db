"""Settings that are lists: `a, b` in an environment variable, checked at start-up."""

from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


def _split(value: object) -> object:
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
    if proxies != ("*",):
        for proxy in proxies:
            _check_network(proxy)
    return proxies


def _check_network(written: str) -> None:
    try:
        ip_network(written)
    except ValueError:
        reason = "write IP addresses or networks such as 10.0.0.0/8, or a single *"
        raise ValueError(reason) from None


CommaSeparated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
HostPatterns = Annotated[CommaSeparated, AfterValidator(_check_hosts)]
Networks = Annotated[CommaSeparated, AfterValidator(_check_networks)]
