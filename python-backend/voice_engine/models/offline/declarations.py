"""The tools of a session: what the client declared, completed by the manifest where it is known."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol

from voice_engine.language.words import identifier_words, stem, words
from voice_engine.models.offline.fields import CONFIRMATION_FIELD, Field, Kind, fields_of
from voice_engine.models.offline.foreign_json import text_of, texts_of
from voice_engine.models.offline.phrases import addressed
from voice_engine.models.offline.schemas import NODES, read_schema

HANDOFF_PREFIX: Final = "transfer_to_"
_BOILERPLATE: Final = re.compile(r"^Handoff to the .+? agent to handle the request\.\s*")
_HANDOFF_ARGUMENTS: Final = frozenset(("rationale_for_transfer", "conversation_context"))
_PERSON: Final = frozenset(stem(word) for word in ("human", "person", "representative", "colleague", "somebody"))
_READING: Final = frozenset(
    ("get", "look", "lookup", "find", "list", "check", "retrieve", "search", "show", "read", "query")
)

_MOST_TOOLS: Final = 200  # of the client, and again of the manifest
_ALL_NODES: Final = 6000  # of all tools' schemas: half a second of work
_MOST_FACTS: Final = 20  # that a tool requires or provides
_MOST_EXAMPLES: Final = 8
_LONGEST: Final = 1000  # characters of a description
_LONGEST_TEXT: Final = 300  # of an example or a name
Written = Mapping[str, Any]


class Manifest(Protocol):
    """Where the tools' examples, requirements and effects are read from."""

    async def entries(self) -> Sequence[Mapping[str, Any]] | None:
        """The manifest's entries; None while it has not been read at all."""


@dataclass(frozen=True)
class Declaration:
    """One tool as the brain sees it."""

    name: str
    description: str
    fields: tuple[Field, ...]
    declared: bool
    handoff: bool = False
    requires: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    changes: bool = False  # whether the caller has to agree before it is called
    asks: bool = False  # whether the first call only asks the caller, and a second one does it
    filler: str = ""
    title: str = ""  # what one wants, after "to"

    @property
    def required(self) -> tuple[Field, ...]:
        """The arguments it cannot do without."""
        return tuple(field for field in self.fields if field.required)

    @property
    def listens(self) -> bool:
        """Whether it wants to know the story in the caller's words."""
        return any(field.kind is Kind.NARRATIVE for field in self.required)

    @property
    def for_people(self) -> bool:
        """Whether this leads to a person."""
        return leads_to_person(self.name)

    @property
    def ends_call(self) -> bool:
        """Whether this hangs up."""
        return self.name in ("end_call", "hang_up")

    @property
    def control(self) -> bool:
        """Whether this steers the call itself; such calls are made without asking."""
        return self.handoff or self.ends_call or self.for_people

    @property
    def purpose(self) -> str:
        """The first sentence of its description, as something one can want."""
        first = re.split(r"(?<=[.;:])\s", self.description.strip())[0].rstrip(".;:") or self.name
        return addressed(first[:1].lower() + first[1:])


class Declarations:
    """Every known tool by name; only declared ones may be called."""

    def __init__(
        self,
        tools: Sequence[Mapping[str, Any]],
        entries: Sequence[Mapping[str, Any]] | None,
        businesses: frozenset[str] = frozenset(),
    ) -> None:
        """`businesses` are those that tools of earlier agents belonged to."""
        declared = dict(_named(tools))
        entries_by_name = dict(_named(entries))
        self.businesses = businesses | _businesses(entries_by_name, declared)
        known = _of_businesses(entries_by_name, self.businesses)
        nodes = min(NODES, _ALL_NODES // max(1, len(known) + len(declared)))
        self._all = {
            name: _declaration(tool, known.get(name, {}), nodes, declared=True) for name, tool in declared.items()
        }
        for name, entry in known.items():
            if name not in self._all:
                self._all[name] = _declaration(entry, entry, nodes, declared=False)
        self._providers: dict[str, Declaration] = {}
        for tool in sorted(self._all.values(), key=lambda tool: not tool.declared):
            for fact in tool.provides:
                self._providers.setdefault(fact, tool)

    def get(self, name: str) -> Declaration | None:
        """The tool of that name, declared or only known."""
        return self._all.get(name)

    def all(self) -> tuple[Declaration, ...]:
        """Every tool one can want something of."""
        return tuple(self._all.values())

    def declared(self) -> tuple[Declaration, ...]:
        """The tools that may be called now, handoffs included."""
        return tuple(tool for tool in self._all.values() if tool.declared)

    def handoffs(self) -> tuple[Declaration, ...]:
        """The agents the caller can be handed to."""
        return tuple(tool for tool in self._all.values() if tool.declared and tool.handoff)

    def provider(self, fact: str) -> Declaration | None:
        """The tool that provides a required fact, a declared one first."""
        return self._providers.get(fact)

    def person(self) -> Declaration | None:
        """The tool or handoff that leads to a person."""
        return next((tool for tool in self.declared() if tool.for_people), None)

    def hang_up(self) -> Declaration | None:
        """The tool that ends the call."""
        return next((tool for tool in self.declared() if tool.ends_call), None)


def leads_to_person(name: str) -> bool:
    """Whether a tool or handoff of that name leads to a person; a name is all that is left after a handoff."""
    return bool({stem(word) for word in identifier_words(name)} & _PERSON)


def _named(written: object) -> Iterator[tuple[str, Written]]:
    """The first of a list of tools, those without a name that can be used left out."""
    for each in islice(written, _MOST_TOOLS) if isinstance(written, (list, tuple)) else ():
        name = each.get("name") if isinstance(each, Mapping) else None
        if isinstance(name, str) and 0 < len(name) <= _LONGEST_TEXT:
            yield name, each


def _businesses(entries: Mapping[str, Written], declared: Collection[str]) -> frozenset[str]:
    """Those that the declared tools belong to."""
    theirs = (text_of(entry.get("scenario"), _LONGEST_TEXT) for name, entry in entries.items() if name in declared)
    return frozenset(filter(None, theirs))


def _of_businesses(entries: Mapping[str, Written], businesses: Collection[str]) -> dict[str, Written]:
    """Their entries, and those of no business; of a manifest that knows none, all."""
    return {name: entry for name, entry in entries.items() if entry.get("scenario") in (None, *businesses)}


def _declaration(tool: Written, entry: Written, nodes: int, *, declared: bool) -> Declaration:
    name = str(tool["name"])
    parameters = read_schema(tool.get("parameters"), nodes)
    named = {each.name for each in parameters.properties}
    handoff = name.startswith(HANDOFF_PREFIX) and named <= _HANDOFF_ARGUMENTS
    return Declaration(
        name=name,
        description=_BOILERPLATE.sub("", text_of(tool.get("description"), _LONGEST)),
        fields=fields_of(parameters),
        declared=declared,
        handoff=handoff,
        requires=texts_of(entry.get("requires"), _MOST_FACTS, _LONGEST_TEXT),
        provides=texts_of(entry.get("provides"), _MOST_FACTS, _LONGEST_TEXT),
        examples=texts_of(entry.get("examples"), _MOST_EXAMPLES, _LONGEST_TEXT),
        changes=_changes(name, entry),
        asks=CONFIRMATION_FIELD in named,
        filler=text_of(entry.get("filler"), _LONGEST_TEXT),
        title=text_of(entry.get("title"), _LONGEST_TEXT),
    )


def _changes(name: str, entry: Written) -> bool:
    """As the manifest says; of a tool it does not know, by the verb it is named with."""
    if "effect" in entry:
        return bool(entry["effect"] == "write")
    named = identifier_words(name) or words(name)
    return not named or named[0] not in _READING
