"""Whose token is good, and for how long: keys that are rotated, tokens that are forged."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import jwt
import pytest
from sqlalchemy import Engine, event

from tests.api.execution.conftest import Server, TurnedClock
from tests.conftest import SHARED
from toolserver.storage.database import Database
from toolserver.storage.schema import signing_keys
from toolserver.storage.signing_keys import RotationUnderWay, SigningKey, load_keys, rotate


def keys_of(database: Database) -> tuple[SigningKey, ...]:
    with database.engine.connect() as db:
        return load_keys(db)


def rotate_once(database: Database, clock: TurnedClock) -> None:
    with database.engine.begin() as db:
        rotate(db, clock())


def token_of(session: Server) -> str:
    return session.headers["Authorization"].removeprefix("Bearer ")


def kid_of(session: Server) -> str:
    return str(jwt.get_unverified_header(token_of(session))["kid"])


def status(server: Server, token: str) -> int:
    caller = Server(server.client, server.database_url, server.clock, {"Authorization": f"Bearer {token}"})
    return caller.call("writeEntry", call_id="c").status_code


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements that are executed meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


WRONG_CLAIMS: list[dict[str, Any]] = [
    {"aud": "somebody-else"},
    {"aud": None},
    {"exp": None},
    {"exp": 1_700_000_000},
    {"exp": "never"},
    {"sub": None},
    {"sub": "TS-UNKNOWN"},
]


def test_a_token_made_with_the_right_key_and_claims_is_good(server: Server, database: Database) -> None:
    real = token_of(server.open_session("writeEntry"))

    assert status(server, _signed(real, keys_of(database)[0])) == 200


@pytest.mark.parametrize("wrong", WRONG_CLAIMS, ids=str)
def test_a_token_with_a_claim_that_is_wrong_or_missing_is_refused(
    server: Server, database: Database, wrong: dict[str, Any]
) -> None:
    real = token_of(server.open_session("writeEntry"))

    assert status(server, _signed(real, keys_of(database)[0], wrong)) == 401


@pytest.mark.parametrize(
    ("algorithm", "secret", "header"),
    [
        ("none", "", {"kid": "1"}),
        ("HS512", None, {"kid": "1"}),
        ("HS256", "another secret of the same length as one is" * 2, {"kid": "1"}),
        ("HS256", None, {}),
        ("HS256", None, {"kid": "2"}),
        ("HS256", None, {"kid": "0"}),
        ("HS256", None, {"kid": ""}),
    ],
)
def test_a_token_with_another_algorithm_or_key_is_refused(
    server: Server, database: Database, algorithm: str, secret: str | None, header: dict[str, str]
) -> None:
    real = token_of(server.open_session("writeEntry"))
    claims = jwt.decode(real, options={"verify_signature": False})
    forged = jwt.encode(claims, secret if secret is not None else keys_of(database)[0].secret, algorithm, header)

    assert status(server, forged) == 401


@pytest.mark.parametrize("database_url", SHARED, indirect=True)
def test_after_a_rotation_replicas_sign_with_the_new_key_once_all_of_them_know_it(
    server: Server, other: Server, database: Database, clock: TurnedClock
) -> None:
    rotate_once(database, clock)
    clock.move(seconds=40)
    at_once = server.open_session("writeEntry")
    clock.move(seconds=20)
    later = server.open_session("writeEntry")

    assert (kid_of(at_once), kid_of(later)) == ("1", "2")
    assert status(other, token_of(at_once)) == 200
    assert status(other, token_of(later)) == 200


def test_tokens_of_the_former_key_are_good_until_they_expire(
    server: Server, database: Database, clock: TurnedClock
) -> None:
    clock.move(seconds=59)
    session = server.open_session("writeEntry")
    rotate_once(database, clock)
    clock.move(minutes=64, seconds=59)

    assert status(server, token_of(session)) == 200

    clock.move(seconds=1)

    assert status(server, token_of(session)) == 401


def test_the_former_key_is_good_for_no_token_once_its_last_ones_have_expired(
    server: Server, database: Database, clock: TurnedClock
) -> None:
    former = keys_of(database)[0]
    rotate_once(database, clock)
    clock.move(minutes=66)
    session = server.open_session("writeEntry")

    assert status(server, _signed(token_of(session), former)) == 200

    clock.move(minutes=1)

    assert status(server, _signed(token_of(session), former)) == 401


def test_two_rotations_make_a_leaked_key_useless_within_half_a_minute(
    server: Server, database: Database, clock: TurnedClock
) -> None:
    session = server.open_session("writeEntry")
    rotate_once(database, clock)
    rotate_once(database, clock)
    clock.move(seconds=30)

    assert status(server, token_of(session)) == 401
    assert [key.number for key in keys_of(database)] == [3, 2]
    assert status(server, token_of(server.open_session("writeEntry"))) == 200


def test_rotations_at_the_same_time_leave_one_current_and_one_former_key(
    server: Server, database: Database, clock: TurnedClock
) -> None:
    def attempt(_number: int) -> bool:
        try:
            rotate_once(database, clock)
        except RotationUnderWay:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        done = sum(threads.map(attempt, range(4)))

    assert [key.number for key in keys_of(database)] == [1 + done, done]
    assert [key.verifies_until is None for key in keys_of(database)] == [True, False]


def test_forged_tokens_cost_no_query(server: Server) -> None:
    forged = [jwt.encode({"sub": "x"}, "s" * 32, headers={"kid": str(number)}) for number in range(20)]

    with queries() as made:
        statuses = {status(server, token) for token in forged}

    assert statuses == {401}
    assert [statement for statement in made if "server_secrets" in statement or "FROM sessions" in statement] == []


def test_replicas_that_start_together_share_one_key(database: Database, server: Server, clock: TurnedClock) -> None:
    with ThreadPoolExecutor(4) as threads:
        keys = set(threads.map(lambda _: signing_keys(database, clock()), range(4)))

    assert len(keys) == 1
    assert "secret" not in repr(keys)


def _signed(token: str, key: SigningKey, changes: dict[str, Any] | None = None) -> str:
    claims = jwt.decode(token, options={"verify_signature": False}) | (changes or {})
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, key.secret, headers={"kid": str(key.number)})
