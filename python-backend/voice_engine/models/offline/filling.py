"""Arguments from what was said: extraction from a sentence, and assembling a call."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from voice_engine.language.choices import choose, yes_or_no
from voice_engine.language.contacts import find_address, find_email, find_phone
from voice_engine.language.dates import find_date, without_date
from voice_engine.language.numbers import digit_runs, number_in
from voice_engine.language.words import content_stems, identifier_words, stem, stems, words
from voice_engine.models.offline.declarations import Declaration
from voice_engine.models.offline.dialogue import Dialogue, Goal, Value
from voice_engine.models.offline.fields import Field, Kind
from voice_engine.models.offline.patterns import fits
from voice_engine.models.offline.records import Record, id_subject, meant
from voice_engine.models.offline.spoken_values import address_in, code_in, money_in, name_in, postal_code_in
from voice_engine.models.offline.stories import says_why

_DENIED: Final = re.compile(r"\b(?:no|not|never|don't|do not|haven't|without|isn't|can't)\b")
_WITHDRAWN: Final = re.compile(r"\bnot\b(?:(?!\bbut\b)[^,.;])*")  # "1247, not 1246"
_LARGEST: Final = 10**15  # what a float holds exactly
_RECENT: Final = 4  # sentences that several arguments are looked for in
_UNNARROWED: Final = ("any", "all")  # what a lookup takes when nothing was named
_ALIKE: Final = (Kind.PHONE, Kind.EMAIL, Kind.DATE)  # what is heard depends on nothing but the sentence
_MOST_IDS: Final = 5  # arguments by which the meant thing is looked for
_EVERY_NAME: Final = frozenset(("number", "numb", "code", "id"))
_SIDES: Final = frozenset(("from", "to"))  # of a movement between two alike things
_FIRST_WORDS: Final = frozenset(("action", "request"))  # narratives that want the wish, not the whole story


def extract(field: Field, text: str, *, asked: bool) -> Value | None:
    """The field's value in the sentence. What could be anything counts only for the field that was asked."""
    hear = _HEARING.get(field.kind)
    if hear is not None:
        return hear(field, text, asked)
    return _plain(field, text) if asked and field.kind not in (Kind.ID, Kind.OBJECT) else None


def _date(_field: Field, text: str, _asked: bool) -> str | None:
    day = find_date(text)
    return day.isoformat() if day else None


def _choice(field: Field, text: str, asked: bool) -> str | None:
    denied = not asked and _DENIED.search(text.lower().replace("’", "'"))
    return None if denied else choose(text, field.choices, field.description, asked=asked)


def _code(field: Field, text: str, asked: bool) -> str | None:
    sides = [word for word in identifier_words(field.name) if word in _SIDES]
    if sides and (named := _on_side(sides[0], field.pattern, text)):
        return named
    return code_in(field.pattern, text) if asked or (not sides and _is_named(field, text)) else None


def _on_side(side: str, pattern: str, text: str) -> str | None:
    """ "From 123456 to 654321": what follows the word, up to the other one."""
    parts = re.findall(rf"\b{side}\b(.*?)(?=\b(?:from|to)\b|$)", text, re.IGNORECASE)
    return next((code for part in parts if (code := code_in(pattern, part))), None)


def _is_named(field: Field, text: str) -> bool:
    """Whether the sentence says what the code is of."""
    return bool(stems(text) & {stem(word) for word in identifier_words(field.name)} - _EVERY_NAME)


def _plain(field: Field, text: str) -> Value | None:
    if field.kind is Kind.BOOLEAN:
        return yes_or_no(text)
    if field.kind is Kind.NUMBER:
        number = number_in(text)
        if number is None or abs(number) > _LARGEST:
            return None
        return int(number) if field.integer or number == int(number) else number
    return _patterned(field, text) if field.pattern else text.strip() or None


def _patterned(field: Field, text: str) -> str | None:
    """The last word that fits the pattern and has a digit; else the whole answer, where that fits."""
    tokens = [token.strip(".,!?") for token in text.split()]
    fitting = [token for token in tokens if any(map(str.isdigit, token)) and fits(field.pattern, token)]
    whole = text.strip(" .")
    return fitting[-1] if fitting else whole if fits(field.pattern, whole) else None


def _digits(field: Field, text: str, asked: bool) -> str | None:
    """Exactly as many digits as wanted; unasked only where the sentence says what they are."""
    cues = {stem(word) for word in identifier_words(field.name)} - {"digit"} | {"end"}
    if not asked and not stems(text) & cues:
        return None
    runs = _runs(text)
    exact = [run for run in runs if len(run) == field.digits]
    joined = "".join(runs)
    if exact:
        return exact[-1]
    return joined[-field.digits :] if asked and len(joined) in (field.digits, field.digits + 1) else None


_HEARING: Final[Mapping[Kind, Callable[[Field, str, bool], Value | None]]] = {
    Kind.PHONE: lambda _field, text, _asked: find_phone(text),
    Kind.EMAIL: lambda _field, text, _asked: find_email(text),
    Kind.DATE: _date,
    Kind.DIGITS: _digits,
    Kind.CHOICE: _choice,
    Kind.MONEY: lambda _field, text, asked: money_in(text, asked=asked),
    Kind.POSTAL_CODE: lambda _field, text, asked: postal_code_in(text, asked=asked),
    Kind.CODE: _code,
    Kind.NAME: lambda _field, text, asked: name_in(text) if asked else None,
    Kind.ADDRESS: lambda _field, text, asked: address_in(text) if asked else None,
}


@lru_cache(_RECENT)
def _runs(text: str) -> tuple[str, ...]:
    """The numbers that are neither a date nor a phone number, nor taken back."""
    return tuple(run for run in digit_runs(_WITHDRAWN.sub("", without_date(text))) if len(run) != 10)


def absorb_facts(dialogue: Dialogue, tool: Declaration, text: str, asked: str = "") -> list[str]:
    """Remember what the sentence says about the tool's arguments; answers the keys that were found."""
    fields = flattened(tool.fields)
    found = _absorb_codes(dialogue, fields, text, asked)
    codes = {str(dialogue.facts[key]) for key in found}
    heard: dict[Kind, Value | None] = {}
    for field in fields:
        if field.kind in (Kind.OBJECT, Kind.CODE) or (_is_second(field, fields) and field.name != asked):
            continue
        if field.key in dialogue.facts and field.name != asked:
            continue
        value = heard[field.kind] if field.kind in heard else extract(field, text, asked=field.name == asked)
        heard |= {field.kind: value} if field.kind in _ALIKE else {}
        if value is not None and str(value) not in codes:
            dialogue.facts[field.key] = value
            found.append(field.key)
    return found + _address_parts(dialogue, tool, text)


def _is_second(field: Field, fields: Sequence[Field]) -> bool:
    """Digits that nobody has to give, beside others: they would be a copy of those that were asked for."""
    others = (other for other in fields if other.kind is Kind.DIGITS and other is not field)
    return field.kind is Kind.DIGITS and not field.required and any(others)


def _absorb_codes(dialogue: Dialogue, fields: Sequence[Field], text: str, asked: str) -> list[str]:
    """Codes first: a number that is an account's is nobody's phone number. One that was given may be given anew."""
    found: list[str] = []
    for field in fields:
        if field.kind is not Kind.CODE:
            continue
        value = extract(field, text, asked=field.name == asked)
        if value is not None and dialogue.facts.get(field.key) != value:
            dialogue.facts[field.key] = value
            found.append(field.key)
    return found


def flattened(fields: tuple[Field, ...]) -> list[Field]:
    """Every field, those of objects after their object."""
    return [one for field in fields for one in (field, *flattened(field.parts))]


def _address_parts(dialogue: Dialogue, tool: Declaration, text: str) -> list[str]:
    """The parts of a postal address, for an object that has a street."""
    found: list[str] = []
    objects = [{part.name: part.key for part in field.parts} for field in tool.fields if field.kind is Kind.OBJECT]
    said = find_address(text) if any("street" in names for names in objects) else {}
    for names in (names for names in objects if "street" in names):
        for name, value in said.items():
            if name in names and names[name] not in dialogue.facts:
                dialogue.facts[names[name]] = value
                found.append(names[name])
    return found


class Assembly:
    """The arguments of one call as far as they are known, and the first field that is not."""

    def __init__(self, dialogue: Dialogue, tool: Declaration, given: Mapping[str, str]) -> None:
        self._dialogue = dialogue
        self._tool = tool
        self.record = self._meant_record()  # the thing it is about
        self.arguments: dict[str, Any] = dict(given)
        self.missing: Field | None = None
        for field in tool.fields:
            self._take(field)

    @property
    def candidates(self) -> list[Record]:
        """What the missing id could be of: what was named but fits several, else everything."""
        if self.missing is None:
            return []
        said = " ".join(self._dialogue.goal.said) if self._dialogue.goal else ""
        candidates = self._candidates(self.missing)
        return meant(said, candidates) or candidates

    def _take(self, field: Field) -> None:
        if field.name in self.arguments:
            return
        value = self._value(field)
        if value is not None:
            self.arguments[field.name] = value
        elif (field.required or self._worth_asking(field)) and self._comes_first(field):
            self.missing = field

    def _comes_first(self, field: Field) -> bool:
        """In the schema's order, but which thing it is about comes before what is the matter with it."""
        return self.missing is None or (self.missing.kind is Kind.NARRATIVE and field.kind is Kind.ID)

    def _value(self, field: Field) -> Any:
        if field.key in self._dialogue.facts:
            return self._dialogue.facts[field.key]
        if field.kind is Kind.OBJECT:
            return self._object(field)
        if field.kind is Kind.NARRATIVE:
            return self._narrative(field)
        if field.kind is Kind.ID:
            return self._id(field)
        if self._tool.changes or not field.required:
            return None
        if field.kind is Kind.CHOICE:
            return next((choice for choice in field.choices if choice in _UNNARROWED), field.assumed)
        if field.assumed is None:
            return None
        return self._mentioned(field) or field.assumed

    def _mentioned(self, field: Field) -> str | None:
        """The example of the description that the caller's words, or the chosen thing, name."""
        goal = self._dialogue.goal
        said = content_stems(" ".join(goal.said) if goal else "")
        chosen = content_stems(self._dialogue.chosen.name) if self._dialogue.chosen else set[str]()
        examples = words(field.description.partition("for example")[2])
        for heard in (chosen, said):
            named = [example for example in examples if stem(example) in heard]
            if named:
                return named[-1]
        return None

    @property
    def is_told(self) -> bool:
        """Whether the caller has said why: when asked, or beside what they want."""
        goal = self._dialogue.goal
        return goal is not None and (goal.told or says_why(goal.said, self._tool, self._dialogue.records))

    def _object(self, field: Field) -> dict[str, Any] | None:
        known = {part.name: self._dialogue.facts.get(part.key) for part in field.parts}
        complete = all(known[part.name] is not None for part in field.parts if part.required)
        return {name: value for name, value in known.items() if value is not None} if complete else None

    def _narrative(self, field: Field) -> str | None:
        goal: Goal | None = self._dialogue.goal
        if not field.required or goal is None or not goal.said:
            return None
        wish = set(identifier_words(field.name)) & _FIRST_WORDS
        asks = self._tool.changes and field.asks
        if asks and not wish and not self.is_told:
            return None
        return goal.said[0] if wish else " ".join(goal.said)

    def _id(self, field: Field) -> Any:
        record: Record | None = self.record
        while record is not None and not _is_of(record, field):
            record = record.holder
        if record is not None:
            return [record.id] if field.many else record.id
        if field.many and field.required:
            return [one.id for one in self._candidates(field)] or None
        return field.assumed if field.required and field.assumed else None

    def _candidates(self, field: Field) -> list[Record]:
        """The records the field can be of, out of the newest result that has such."""
        fitting = [record for record in self._dialogue.records if _is_of(record, field)]
        return [record for record in fitting if record.source == fitting[-1].source]

    def _meant_record(self) -> Record | None:
        """The one record that the caller's words about the goal name, innermost ids first."""
        if self._dialogue.chosen:
            return self._dialogue.chosen
        said = " ".join(self._dialogue.goal.said) if self._dialogue.goal else ""
        ids = sorted((one for one in self._tool.fields if one.kind is Kind.ID), key=lambda one: not one.many)
        for field in ids[:_MOST_IDS]:
            candidates = self._candidates(field)
            named = candidates if len(candidates) == 1 else meant(said, candidates)
            if len(named) == 1:
                return named[0]
        return None

    def _worth_asking(self, field: Field) -> bool:
        """An optional id matters where several things could be meant and the call changes something."""
        return field.kind is Kind.ID and self._tool.changes and field.many and len(self._candidates(field)) > 1


def _is_of(record: Record, field: Field) -> bool:
    return record.key in ("", id_subject(field.name))
