"""Settings that are lists: in the environment they are separated by commas."""

from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


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


CommaSeparated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_commas)]
Hosts = Annotated[CommaSeparated, AfterValidator(_check_hosts)]
Networks = Annotated[CommaSeparated, AfterValidator(_check_networks)]
