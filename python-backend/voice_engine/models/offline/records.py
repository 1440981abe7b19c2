"""Things with ids in tools' results, and which of them the caller means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voice_engine.language.choices import ordinal_choice
from voice_engine.language.words import content_stems, identifier_words, stem, words

_LONGEST_ID: Final = 200  # characters; a cut one would be another's
_LONGEST: Final = 100  # characters of a name or a type
_LONGEST_SAID: Final = 2000


@dataclass(frozen=True)
class Record:
    """One object of a result that has an id."""

    key: str  # what the id is of: "order", "item"
    id: str
    name: str  # what a person would call it
    text: str  # everything it says, for matching
    source: str  # the tool it came from
    holder: "Record | None" = None


def records_in(result: Any, source: str, holder: Record | None = None) -> Iterator[Record]:
    """Every object with an id of its own, with the one it lies in."""
    if isinstance(result, list):
        for entry in result:
            yield from records_in(entry, source, holder)
    elif isinstance(result, Mapping):
        own = _record(result, source, holder)
        if own:
            yield own
        for value in result.values():
            yield from records_in(value, source, own or holder)


def id_subject(field_name: str) -> str:
    """What an id field is the id of: `orderId` and `order_id` are of an order, `itemIds` of an item."""
    return " ".join(stem(word) for word in identifier_words(field_name) if word not in ("id", "ids"))


def meant(text: str, records: Sequence[Record]) -> list[Record]:
    """Those the text names best, several when it cannot tell them apart, none when it names none."""
    said, stems = content_stems(text[-_LONGEST_SAID:]), [content_stems(record.text) for record in records]
    named = {word for word in set[str]().union(*stems) if any(_same(word, heard) for heard in said)}
    worth = {word: 1 / sum(any(_same(word, other) for other in own) for own in stems) for word in named}
    scores = [
        (sum(worth[word] for word in own & named) + _bonus(said, own & named, record), record)
        for own, record in zip(stems, records, strict=True)
    ]
    best = max((score for score, _ in scores), default=0.0)
    if best <= 0:
        place = ordinal_choice(text, len(records))
        return [] if place is None else [records[place]]
    return [record for score, record in scores if score == best]


def _bonus(said: set[str], shared: set[str], record: Record) -> float:
    """Rare words count more; the head of the name ("board" in "freestyle board") breaks a tie."""
    named = [stem(word) for word in words(record.name) if len(word) > 1]
    return 0.01 if shared and named and any(_same(named[-1], heard) for heard in said) else 0.0


def _same(one: str, other: str) -> bool:
    """Equal, or one a compound that ends with the other ("keyboard", "board")."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 4 and long.endswith(short))


def _record(entry: Mapping[str, Any], source: str, holder: Record | None) -> Record | None:
    named = next((name for name in entry if name == "id" or name.endswith(("_id", "Id"))), None)
    if named is None or not isinstance(entry[named], (str, int)) or len(str(entry[named])) > _LONGEST_ID:
        return None
    texts = {
        name: str(value)[:_LONGEST] for name, value in entry.items() if isinstance(value, (str, int)) and name != named
    }
    name = next((text for key, text in texts.items() if "name" in key or "title" in key), str(entry[named]))
    return Record(id_subject(named), str(entry[named]), name, f"{name} {texts.get('type', '')}", source, holder)
