"""The engine's settings, read from the environment once; one that cannot work stops the start."""

import ipaddress
from pathlib import Path
from typing import Self

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from voice_engine.errors import SettingsInvalid
from voice_engine.proxies import is_loopback, unusable_proxy

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


class Settings(BaseSettings):
    """Names are those of the README's table."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    voice_engine_host: str = "127.0.0.1"
    voice_engine_port: int = 8100
    voice_engine_api_key: SecretStr | None = None  # without it only loopback gets client secrets
    voice_engine_ice_host: str = "127.0.0.1"  # the address that clients send audio to
    voice_engine_udp_ports: str | None = None  # "40000-40100"; any free port without it
    voice_engine_sessions: int = Field(20, ge=1)
    voice_engine_sessions_an_address: int | None = Field(None, ge=1)  # half of all without it
    voice_engine_sessions_a_secret: int = Field(2, ge=1)
    voice_engine_idle_minutes: float = Field(10.0, gt=0)
    voice_engine_models: Path | None = None
    public_origin: str | None = None
    realtime_model: str = "gpt-realtime-2.1"
    toolserver_url: str = "http://127.0.0.1:8000"
    toolserver_api_key: SecretStr | None = None

    @field_validator("voice_engine_ice_host")
    @classmethod
    def _is_an_address(cls, host: str) -> str:
        return str(ipaddress.IPv4Address(host))

    @field_validator("public_origin")
    @classmethod
    def _as_a_browser_writes_it(cls, origin: str | None) -> str | None:
        if origin is None:
            return None
        address = AnyHttpUrl(origin)
        is_default = address.port == {"http": 80, "https": 443}[address.scheme]
        return f"{address.scheme}://{address.host}" + ("" if is_default else f":{address.port}")

    @model_validator(mode="after")
    def _ports_make_a_range(self) -> Self:
        if self.voice_engine_udp_ports is not None and not self.udp_ports:
            raise ValueError("VOICE_ENGINE_UDP_PORTS is a range such as 40000-40100")
        return self

    @model_validator(mode="after")
    def _others_need_a_key(self) -> Self:
        if not self.is_loopback and self.service_key is None:
            raise ValueError("VOICE_ENGINE_HOST is not loopback: set VOICE_ENGINE_API_KEY (or TOOLSERVER_API_KEY)")
        return self

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the engine."""
        return self.voice_engine_host in _LOOPBACK_NAMES

    @property
    def service_key(self) -> str | None:
        """What a service shows to get client secrets; one key may serve the whole deployment."""
        key = self.voice_engine_api_key or (None if self.is_loopback else self.toolserver_api_key)
        return key.get_secret_value() if key else None

    @property
    def sessions_an_address(self) -> int:
        """How many sessions one address may have at once: some are left for others."""
        return self.voice_engine_sessions_an_address or (self.voice_engine_sessions + 1) // 2

    @property
    def udp_ports(self) -> range | None:
        """The ports that audio may use; None for any."""
        first, _, last = (self.voice_engine_udp_ports or "").partition("-")
        if not (first.isdecimal() and last.isdecimal()):
            return None
        return range(int(first), int(last) + 1) or None

    @property
    def ice_bind(self) -> str:
        """Where UDP sockets listen: a container listens everywhere and advertises the host that clients know."""
        reachable_here_only = self.is_loopback and ipaddress.IPv4Address(self.voice_engine_ice_host).is_loopback
        return self.voice_engine_ice_host if reachable_here_only else str(ipaddress.IPv4Address(0))


def read_settings() -> Settings:
    """Settings from the environment; SettingsInvalid names the one that cannot work."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"])).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsInvalid(f"{name}: {reason}" if name else reason) from error
    proxy = None if is_loopback(settings.toolserver_url) else unusable_proxy()
    if proxy is not None:
        raise SettingsInvalid(proxy)
    return settings
