"""Asking for a person, whatever ids the model makes up."""

from concurrent.futures import ThreadPoolExecutor

from httpx2 import Response
from sqlalchemy import func, select

from tests.api.execution.conftest import Server
from toolserver.storage.database import Database
from toolserver.storage.tables import human_handoffs

ASK = {"reason": "wants a person"}


def rows(server: Server) -> int:
    database = Database(server.database_url)
    with database.engine.connect() as db:
        count = db.execute(select(func.count()).select_from(human_handoffs)).scalar_one()
    database.close()
    return count


def test_a_session_that_asks_again_with_new_ids_keeps_its_one_place(server: Server) -> None:
    session = server.open_session("transfer_to_human")

    def ask(number: int) -> Response:
        """As the proxy does: while a twin of the call runs, ask again."""
        while (answer := session.call("transfer_to_human", ASK, call_id=f"ask-{number}")).status_code == 409:
            pass
        return answer

    with ThreadPoolExecutor(3) as callers:
        answers = list(callers.map(ask, range(3)))
    places = {(each.json()["result"]["handoff_id"], each.json()["result"]["queue_position"]) for each in answers}

    assert len(places) == 1
    assert rows(server) == 1


def test_two_sessions_have_two_places(server: Server) -> None:
    first, second = (server.open_session("transfer_to_human") for _ in range(2))
    first.call("transfer_to_human", ASK, call_id="ask")
    answer = second.call("transfer_to_human", ASK, call_id="ask").json()

    assert answer["result"]["queue_position"] == 2
    assert rows(server) == 2
