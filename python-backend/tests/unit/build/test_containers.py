"""The compose file and the images do what `make setup` does, and publish nothing beyond this machine."""

import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolserver.catalogue import EVERYTHING
from toolserver.config import Settings
from toolserver.execution.registry import Registry
from toolserver.serving import MARGIN_S

ROOT = Path(__file__).resolve().parents[4]
IMAGES = ["python-backend/Dockerfile.toolserver", "python-backend/Dockerfile.engine", "Dockerfile.web"]
SERVICES = ["postgres", "toolserver", "voice_engine", "web"]


@pytest.fixture(name="services")
def services_of_the_compose_file() -> dict[str, Any]:
    """The services as parsed YAML."""
    services: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return services


def test_compose_has_the_four_services(services: dict[str, Any]) -> None:
    assert sorted(services) == sorted(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_has_a_health_check(services: dict[str, Any], name: str) -> None:
    assert services[name]["healthcheck"]["test"]


@pytest.mark.parametrize(("name", "image"), zip(["toolserver", "voice_engine", "web"], IMAGES, strict=True))
def test_an_image_alone_has_the_health_check_of_its_service(services: dict[str, Any], name: str, image: str) -> None:
    command = re.search(r"^HEALTHCHECK .*\\\n *CMD (\[.*\])$", (ROOT / image).read_text(), re.MULTILINE)

    assert command is not None
    assert ["CMD", *json.loads(command[1])] == services[name]["healthcheck"]["test"]


def test_ports_are_published_on_loopback_only(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]

    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_the_udp_ports_of_the_engine_are_the_published_ones(services: dict[str, Any]) -> None:
    engine = services["voice_engine"]
    ports = engine["environment"]["VOICE_ENGINE_UDP_PORTS"]

    assert f"127.0.0.1:{ports}:{ports}/udp" in engine["ports"]


def test_all_callers_of_the_toolserver_share_its_key(services: dict[str, Any]) -> None:
    keys = {services[name]["environment"]["TOOLSERVER_API_KEY"] for name in ("toolserver", "voice_engine", "web")}

    assert len(keys) == 1


def test_the_toolserver_is_given_the_time_that_it_takes_to_finish(services: dict[str, Any]) -> None:
    longest = Registry(EVERYTHING.tools(), Settings().function_timeout_seconds).longest_timeout_s
    given = int(services["toolserver"]["stop_grace_period"].removesuffix("s"))

    assert given > longest + MARGIN_S


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_has_a_pinned_base_and_does_not_run_as_root(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    bases = [line for line in lines if line.startswith("FROM ")]
    users = [line for line in lines if line.startswith("USER ")]

    assert all(re.search(r":\d+\.\d+\.\d+-", base) for base in bases)
    assert users == ["USER frontdesk"]


@pytest.mark.parametrize("name", IMAGES)
def test_the_stage_that_runs_installs_nothing(name: str) -> None:
    _, _, last_stage = (ROOT / name).read_text().rpartition("\nFROM ")

    assert "COPY --from=build " in last_stage
    assert re.findall(r"\b(?:npm|pip|setup\.py|apt-get)\b", last_stage) == []


@pytest.mark.parametrize(("name", "program"), [(IMAGES[0], "toolserver"), (IMAGES[1], "engine")])
def test_a_python_image_installs_by_the_script_of_make_setup(name: str, program: str) -> None:
    assert f"RUN python scripts/setup.py --only {program}\n" in (ROOT / name).read_text()


def test_the_web_image_runs_the_commands_of_make_setup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    monkeypatch.delitem(sys.modules, "setup", raising=False)
    setup = importlib.import_module("setup")
    image = (ROOT / IMAGES[2]).read_text()

    assert f"RUN {' '.join(setup.NPM_CI)}\n" in image
    assert f"RUN {' '.join(setup.NEXT_BUILD)}\n" in image
