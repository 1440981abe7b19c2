"""The arguments of a tool as questions: what kind of answer each wants, and how to ask for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voice_engine.language.words import humanised, identifier_words, words
from voice_engine.models.offline.phrases import addressed, either_or, listed
from voice_engine.models.offline.schemas import Property, Schema
from voice_engine.pipeline.stages import Expectation

CONFIRMATION_FIELD: Final = "confirmation_token"  # filled from an answer, never by the caller


class Kind(StrEnum):
    """What a field's answer looks like."""

    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    DIGITS = "digits"
    NUMBER = "number"
    MONEY = "money"
    CODE = "code"  # a number or name of a given form: an account's, an order's
    POSTAL_CODE = "postal code"
    NAME = "name"
    ADDRESS = "address"  # in one line
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ID = "id"
    OBJECT = "object"
    NARRATIVE = "narrative"  # what the caller said about the goal
    TEXT = "text"


EXPECTS: Final[Mapping[Kind, Expectation]] = {
    Kind.PHONE: Expectation.DIGITS,
    Kind.DIGITS: Expectation.DIGITS,
    Kind.CODE: Expectation.DIGITS,
    Kind.POSTAL_CODE: Expectation.DIGITS,
    Kind.DATE: Expectation.DATE,
    Kind.BOOLEAN: Expectation.YES_NO,
    Kind.EMAIL: Expectation.SPELLING,
}
_NARRATIVES: Final = frozenset(
    words(
        "action question reason request query message description problem issue details context note notes summary"
        " comment topic rationale conversation"
    )
)
_LASTING: Final = frozenset((Kind.PHONE, Kind.EMAIL, Kind.DATE, Kind.CODE))
_BY_KIND: Final[Mapping[str, Kind]] = {
    "phone_number": Kind.PHONE,
    "email": Kind.EMAIL,
    "day": Kind.DATE,
    "digits": Kind.DIGITS,
    "quantity": Kind.NUMBER,
    "money": Kind.MONEY,
    "code": Kind.CODE,
    "postal_code": Kind.POSTAL_CODE,
    "person_name": Kind.NAME,
    "postal_address": Kind.ADDRESS,
}
_LONGEST_ABBREVIATION: Final = 4  # letters
_EXACT_DIGITS: Final = re.compile(r"\^?(?:\\d|\[0-9\])\{(\d+)\}\$?")


@dataclass(frozen=True)
class Field:
    """One argument."""

    name: str
    kind: Kind
    required: bool
    description: str = ""
    choices: tuple[str, ...] = ()
    digits: int = 0
    pattern: str = ""
    many: bool = False
    integer: bool = False
    assumed: str | None = None  # the schema's default, or its first example
    parts: tuple["Field", ...] = ()

    @property
    def key(self) -> str:
        """The name under which the answer is remembered: the same for every spelling of a phone number."""
        return self.kind.value if self.kind in (Kind.PHONE, Kind.EMAIL) else " ".join(identifier_words(self.name))

    @property
    def asks(self) -> bool:
        """Whether its description reads like a question to the caller."""
        return bool(re.match(r"(?:what|why|how|which|where|when) ", self.description, re.IGNORECASE))

    @property
    def lasts(self) -> bool:
        """Whether the answer says something about the caller, and so outlives the goal it was given for."""
        return self.kind in _LASTING and (self.kind is not Kind.DATE or "birth" in self.key)


def fields_of(schema: Schema) -> tuple[Field, ...]:
    """The fields of an object in its order, the confirmation token left out; of anything else none."""
    return tuple(_field(each) for each in schema.properties if each.name != CONFIRMATION_FIELD)


def question_for(field: Field) -> str:
    """How to ask for this argument."""
    phrase = _noun_phrase(field)
    if field.kind is Kind.CHOICE:
        choices = listed([spelled(choice, field.description) for choice in field.choices], "or")
        return either_or(field.description) or (f"What is {phrase}: {choices}?" if phrase else f"Is that {choices}?")
    if field.asks:
        return f"{re.split(r'[.,;:(]', field.description)[0].strip()}?"
    return _question_about(phrase, field.kind) if phrase else _question_by_name(field)


def _question_about(phrase: str, kind: Kind) -> str:
    if kind is Kind.NUMBER and phrase.startswith("the number of "):
        return f"How many {phrase.removeprefix('the number of ')}?"
    return f"What {'are' if _is_plural(phrase) else 'is'} {phrase}?"


def _question_by_name(field: Field) -> str:
    """Without a description to go by."""
    name = humanised(field.name)
    if field.kind is Kind.NUMBER and _is_plural(name):
        return f"How many {name}?"
    if field.kind is Kind.DATE and not field.lasts:
        return f"For what {name}?"
    return _question_about(f"your {name}" if field.kind in _LASTING else f"the {name}", field.kind)


def _is_plural(phrase: str) -> bool:
    head = re.split(r" (?:of|from|in|on|that|which) ", phrase)[0]
    return head.endswith("s") and not head.endswith(("ss", "us"))


def _noun_phrase(field: Field) -> str:
    """The description's first noun phrase, addressed to the caller; empty where it is none."""
    first = re.split(r",? (?:for example|e\.g\.|as YYYY)|[.,;:(]| from \w+[A-Z]", field.description)[0].strip()
    phrase = addressed(first[:1].lower() + first[1:])
    return phrase if re.match(r"(?:the|your|a|an) ", phrase) and len(phrase.split()) <= 14 else ""


def spelled(choice: str, description: str) -> str:
    """A choice as people read it: an abbreviation in the description's capitals."""
    written = re.search(rf"\b{re.escape(choice)}\b", description, re.IGNORECASE)
    is_abbreviation = written is not None and written[0].isupper() and len(choice) <= _LONGEST_ABBREVIATION
    return written[0] if written and is_abbreviation else humanised(choice)


def _field(part: Property) -> Field:
    name, spec = part.name, part.schema
    items = spec.items if spec.type == "array" and spec.items else spec
    exact = _EXACT_DIGITS.fullmatch(items.pattern)
    return Field(
        name=name,
        kind=_kind(name, items),
        required=part.required,
        description=spec.description,
        choices=items.choices,
        digits=int(exact[1]) if exact else 0,
        pattern=items.pattern,
        many=spec.type == "array",
        integer=items.type == "integer",
        assumed=spec.assumed,
        parts=fields_of(items) if items.type == "object" else (),
    )


def _kind(name: str, spec: Schema) -> Kind:
    return next(_typed_kinds(spec), None) or _kind_by_name(identifier_words(name), spec)


def _typed_kinds(spec: Schema) -> Iterator[Kind]:
    if spec.choices:
        yield Kind.CHOICE
    if spec.type == "object":
        yield Kind.OBJECT
    if spec.kind in _BY_KIND:
        yield _BY_KIND[spec.kind]
    if _EXACT_DIGITS.fullmatch(spec.pattern):
        yield Kind.DIGITS
    formats = {"phone": Kind.PHONE, "email": Kind.EMAIL, "date": Kind.DATE}
    if spec.format in formats:
        yield formats[spec.format]
    if spec.type == "boolean":
        yield Kind.BOOLEAN


def _kind_by_name(name_words: list[str], spec: Schema) -> Kind:
    named = set(name_words)
    if named & {"id", "ids"}:
        return Kind.ID
    if spec.type in ("integer", "number"):
        return Kind.NUMBER
    for kind, cues in _CUES.items():
        if named & cues:
            return kind
    return Kind.TEXT


_CUES: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.PHONE: frozenset(("phone", "telephone", "mobile")),
    Kind.EMAIL: frozenset(("email", "mail")),
    Kind.DATE: frozenset(("date", "birthday", "dob")),
    Kind.NUMBER: frozenset(("amount", "price", "quantity")),
    Kind.NARRATIVE: _NARRATIVES,
}
