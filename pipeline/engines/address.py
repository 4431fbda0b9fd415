"""Where requests may go: addresses come from the user, and none may lead somewhere unexpected.

Plain ``http`` is for this machine and private networks only: elsewhere anyone on the way could read the text
and change the translation. Link-local addresses are never spoken to in plain http (clouds keep secrets
there).
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from msgspec import Struct

from pipeline.errors import EngineError

_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        # RFC 1122 3.2.1.3, RFC 4291 2.5.3; RFC 1918; RFC 4193
        ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
    )
)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]", re.ASCII)
_PATH = re.compile(r"(?:/[A-Za-z0-9._~+-]{1,100}){0,8}/?", re.ASCII)


class Address(Struct, frozen=True):
    """The base address of a service; make one with ``parse_address``.

    Attributes:
        secure: https, not http.
        host: a name or an IP address, without brackets.
        port: always set.
        path: the base path without a final slash; "" at the root.
    """

    secure: bool
    host: str
    port: int
    path: str = ""

    def __str__(self) -> str:
        scheme, usual = ("https", 443) if self.secure else ("http", 80)
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}{'' if self.port == usual else f':{self.port}'}{self.path}"

    @property
    def on_this_machine(self) -> bool:
        """Whether the address as written cannot leave this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def parse_address(url: str) -> Address:
    """Read a base address.

    Raises:
        EngineError: it is not ``http(s)://host[:port][/path]``. A wrong address is never repeated in full,
            for it may hold a password or a key.
    """
    hint = "write it as https://translate.example.org, without a user name, query or fragment"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise EngineError("the address of the engine cannot be read", hint) from None
    if parts.scheme not in ("http", "https"):
        raise EngineError("the address of the engine is neither http nor https", hint)
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise EngineError("the address of the engine holds more than host, port and path", hint)
    host = parts.netloc if port is None else parts.netloc.rpartition(":")[0]
    if not _HOST.fullmatch(host) or not _PATH.fullmatch(parts.path) or "/.." in parts.path:
        raise EngineError("the address of the engine is odd", hint)
    secure = parts.scheme == "https"
    if port is None:
        port = 443 if secure else 80
    return Address(secure, host.strip("[]").lower(), port, parts.path.rstrip("/"))


def may_be_plain(ip: str) -> bool:
    """Whether http without TLS may be spoken with this IP address."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in _PRIVATE if network.version == address.version)
