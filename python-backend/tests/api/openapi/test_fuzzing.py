"""What the OpenAPI document says of `python -m toolserver` holds for requests that nobody thought of."""

from pathlib import Path

from tests.api.openapi.fuzzing import finds_nothing
from tests.programs import running_toolserver

KEY = "a-key-of-this-run"


def test_the_document_holds_on_loopback_without_a_key(tmp_path: Path) -> None:
    with running_toolserver(tmp_path, DEMO_DATA="on") as toolserver:
        assert finds_nothing(toolserver)


def test_the_document_holds_with_a_key_and_credentials_are_checked(tmp_path: Path) -> None:
    with running_toolserver(tmp_path, DEMO_DATA="on", TOOLSERVER_API_KEY=KEY) as toolserver:
        assert finds_nothing(toolserver, KEY)
