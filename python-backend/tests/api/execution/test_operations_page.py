"""docs/operations.md names every series there is, every field of the log line, and no others."""

import json
import logging
import re
from pathlib import Path

import pytest

from tests.api.execution.conftest import Server
from tests.api.execution.test_metrics import WATCHING, logged

PAGE = (Path(__file__).parents[4] / "docs" / "operations.md").read_text()
FIGURES = PAGE.split("\n## ")[1]


def test_every_series_is_on_the_page(server: Server) -> None:
    server.call("countEntries")
    there = re.findall(r"^# TYPE (\w+)(?<!_created) ", server.client.get("/metrics").text, re.MULTILINE)
    named = re.findall(r"^\| `(\w+)", FIGURES, re.MULTILINE)

    assert sorted(named) == sorted(there)


def test_every_field_of_the_log_line_is_on_the_page(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, WATCHING)
    server.call("countEntries")
    (example,) = re.findall(r"^`(\{.*\})`$", PAGE, re.MULTILINE)

    assert list(json.loads(example)) == list(logged(caplog)[0])
