"""HTTP proxies of the environment: which addresses never go through one, and which proxy no client could use."""

import ipaddress
import os
import ssl
from typing import Final
from urllib.request import getproxies

import httpx

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_VARIABLES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_NO_CERTIFICATES: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing is sent: reading them would take time
_NEEDS_PACKAGE: Final = "a SOCKS proxy needs the Python package socksio (pip install socksio): install it or unset this"
_NO_PROXY: Final = "this is no proxy that can be used (http://host:port, or https:// or socks5://): correct or unset it"


def is_loopback(url: str) -> bool:
    """Whether the address is this machine's own: it is reached directly, whatever the environment says."""
    host = httpx.URL(url).host
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def keep_loopback_direct() -> None:
    """Name loopback in NO_PROXY, for the clients of libraries and of other people's tools."""
    named = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = [host for host in named.split(",") if host.strip()]
    complete = ",".join(dict.fromkeys((*hosts, *_LOOPBACK)))
    os.environ |= {"NO_PROXY": complete, "no_proxy": complete}  # libraries differ in which of the two they read


def unusable_proxy() -> str | None:
    """Why a client would not start, with the variable's name; never the value, which may hold a password."""
    proxies = getproxies()
    if "*" in proxies.get("no", "").split(","):
        return None
    for variable in _VARIABLES:
        proxy = proxies.get(variable.removesuffix("_PROXY").lower())
        reason = _reason(proxy) if proxy else None
        if reason is not None:
            return f"{variable.lower() if os.environ.get(variable.lower()) else variable}: {reason}"
    return _unusable_exception()


def _reason(proxy: str) -> str | None:
    """None for a proxy that httpx can use; a host without a scheme is one."""
    try:
        httpx.Client(proxy=proxy if "://" in proxy else f"http://{proxy}", verify=_NO_CERTIFICATES).close()
    except ImportError:
        return _NEEDS_PACKAGE
    except (ValueError, httpx.InvalidURL):
        return _NO_PROXY
    return None


def _unusable_exception() -> str | None:
    try:
        httpx.Client(verify=_NO_CERTIFICATES).close()
    except httpx.InvalidURL:
        return "NO_PROXY: one of its names is none (host names, IP addresses without brackets or /): correct it"
    return None
