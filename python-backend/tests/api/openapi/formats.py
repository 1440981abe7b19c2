"""What the fuzzer has to be taught: which phone numbers, cursors, sessions and JSON texts there can be."""

import base64
import json
import os
from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import strategies as st

from toolserver.tools.retail.seed_data import CUSTOMERS

_STORABLE = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@st.composite
def _phone_numbers(draw: st.DrawFn) -> str:
    """Numbers that can exist, as people write them."""
    area, exchange = draw(st.integers(200, 999)), draw(st.integers(200, 999))
    line, form = draw(st.integers(0, 9999)), draw(st.sampled_from(["({}) {}-{:04}", "+1{}{}{:04}", "{} {} {:04}"]))
    return form.format(area, exchange, line)


@st.composite
def _cursors(draw: st.DrawFn) -> str:
    """As `next_cursor` has them."""
    names = st.text(_STORABLE, min_size=1, max_size=40)
    at = draw(st.integers(2000, 2100).map("{}-12-31T23:59:59Z".format))
    return base64.urlsafe_b64encode(json.dumps([at, draw(names), draw(names)]).encode()).decode().rstrip("=")


_SESSIONS = st.just(os.environ["FUZZ_SESSION"]) | st.text(_STORABLE, max_size=60)
schemathesis.openapi.format("phone", st.sampled_from([customer.phone for customer in CUSTOMERS]) | _phone_numbers())
schemathesis.openapi.format("cursor", _cursors())
schemathesis.openapi.format("session-id", _SESSIONS)


@schemathesis.hook
def before_load_schema(_context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """An open session may be named; arguments may be JSON text, good when it holds what `contentSchema` asks for."""
    calls = {name: each for name, each in raw_schema["components"]["schemas"].items() if name.startswith("Call_")}
    for name, call in calls.items():
        call["properties"]["session_id"]["anyOf"][0]["format"] = "session-id"
        text = call["properties"]["arguments"]["anyOf"][1]
        if "format" not in text:  # the schemas made below are loaded too
            text["format"] = f"text-of-{name}"
            schemathesis.openapi.format(text["format"], _texts(raw_schema, text["contentSchema"]))


def _texts(raw_schema: dict[str, Any], arguments: dict[str, Any]) -> st.SearchStrategy[str]:
    body = {"required": True, "content": {"application/json": {"schema": arguments}}}
    operation = {"requestBody": body, "responses": {"200": {"description": ""}}}
    alone = {**raw_schema, "paths": {"/": {"post": operation}}}
    return st.deferred(
        lambda: schemathesis.openapi.from_dict(alone)["/"]["POST"].as_strategy().map(lambda case: json.dumps(case.body))
    )


@schemathesis.hook
def filter_body(_context: schemathesis.HookContext, body: object) -> bool:
    """What no schema says: white space around a text does not count, and NUL is refused in what is free-form too."""
    return not any(text != text.strip(_SPACE) or "\0" in text for text in _texts_in(body))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    children = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from _texts_in(child)
