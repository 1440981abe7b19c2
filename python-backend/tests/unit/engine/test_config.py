"""Settings that work, and settings that stop the start."""

from ipaddress import IPv4Address

import pytest

from voice_engine.config import Settings, read_settings
from voice_engine.errors import SettingsInvalid

ANYWHERE = str(IPv4Address(0))


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://desk.example", "https://desk.example"),
        ("https://Desk.example:443/", "https://desk.example"),
        ("http://desk.example:80", "http://desk.example"),
        ("http://desk.lan:3000/page", "http://desk.lan:3000"),
        ("http://[2001:db8::1]:3000", "http://[2001:db8::1]:3000"),
    ],
)
def test_the_public_origin_is_compared_as_browsers_write_it(
    monkeypatch: pytest.MonkeyPatch, written: str, origin: str
) -> None:
    monkeypatch.setenv("PUBLIC_ORIGIN", written)

    assert read_settings().public_origin == origin


def test_without_settings_the_engine_serves_this_machine_only() -> None:
    settings = Settings()

    assert (settings.is_loopback, settings.ice_bind, settings.service_key) == (True, "127.0.0.1", None)


def test_a_container_binds_everywhere_and_advertises_what_clients_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_ENGINE_HOST", ANYWHERE)
    monkeypatch.setenv("TOOLSERVER_API_KEY", "one-key")
    monkeypatch.setenv("VOICE_ENGINE_UDP_PORTS", "40000-40015")
    settings = read_settings()

    assert (settings.ice_bind, settings.voice_engine_ice_host) == (ANYWHERE, "127.0.0.1")
    assert settings.udp_ports == range(40000, 40016)
    assert settings.service_key == "one-key"


def test_the_toolservers_key_does_not_lock_out_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLSERVER_API_KEY", "one-key")

    assert read_settings().service_key is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VOICE_ENGINE_HOST", ANYWHERE),
        ("VOICE_ENGINE_PORT", "eighty"),
        ("VOICE_ENGINE_UDP_PORTS", "many"),
        ("VOICE_ENGINE_UDP_PORTS", "40010-40000"),
        ("VOICE_ENGINE_ICE_HOST", "engine.example"),
        ("PUBLIC_ORIGIN", "desk.example"),
    ],
)
def test_a_setting_that_cannot_work_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.delenv("TOOLSERVER_API_KEY", raising=False)
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsInvalid, match=name):
        read_settings()
