"""The tools of a session: what the client declared, completed by the manifest where it is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from voice_engine.language.words import identifier_words, stem, words
from voice_engine.models.offline.fields import CONFIRMATION_FIELD, Field, Kind, fields_of
from voice_engine.models.offline.phrases import addressed
from voice_engine.models.offline.schemas import properties_of

HANDOFF_PREFIX: Final = "transfer_to_"
_BOILERPLATE: Final = re.compile(r"^Handoff to the .+? agent to handle the request\.\s*")
_HANDOFF_ARGUMENTS: Final = frozenset(("rationale_for_transfer", "conversation_context"))
_PERSON: Final = frozenset(stem(word) for word in ("human", "person", "representative", "colleague", "somebody"))
_READING: Final = frozenset(
    ("get", "look", "lookup", "find", "list", "check", "retrieve", "search", "show", "read", "query")
)


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
    filler: str | None = None

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

    def __init__(self, tools: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]] | None) -> None:
        known = {str(entry["name"]): entry for entry in entries or ()}
        declared = {str(tool["name"]): tool for tool in tools if tool.get("name")}
        self._all = {name: _declaration(tool, known.get(name, {}), declared=True) for name, tool in declared.items()}
        for name, entry in known.items():
            self._all.setdefault(name, _declaration(entry, entry, declared=False))

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
        providers = [tool for tool in self._all.values() if fact in tool.provides]
        return min(providers, key=lambda tool: not tool.declared, default=None)

    def person(self) -> Declaration | None:
        """The tool or handoff that leads to a person."""
        return next((tool for tool in self.declared() if tool.for_people), None)

    def hang_up(self) -> Declaration | None:
        """The tool that ends the call."""
        return next((tool for tool in self.declared() if tool.ends_call), None)


def leads_to_person(name: str) -> bool:
    """Whether a tool or handoff of that name leads to a person; a name is all that is left after a handoff."""
    return bool({stem(word) for word in identifier_words(name)} & _PERSON)


def _declaration(tool: Mapping[str, Any], entry: Mapping[str, Any], *, declared: bool) -> Declaration:
    name = str(tool["name"])
    parameters = tool.get("parameters")
    named = {field for field, _, _ in properties_of(parameters)}
    handoff = name.startswith(HANDOFF_PREFIX) and named <= _HANDOFF_ARGUMENTS
    return Declaration(
        name=name,
        description=_BOILERPLATE.sub("", str(tool.get("description") or "")),
        fields=fields_of(parameters),
        declared=declared,
        handoff=handoff,
        requires=tuple(entry.get("requires", ())),
        provides=tuple(entry.get("provides", ())),
        examples=tuple(entry.get("examples", ())),
        changes=_changes(name, entry),
        asks=CONFIRMATION_FIELD in named,
        filler=entry.get("filler"),
    )


def _changes(name: str, entry: Mapping[str, Any]) -> bool:
    """As the manifest says; of a tool it does not know, by the verb it is named with."""
    if "effect" in entry:
        return bool(entry["effect"] == "write")
    named = identifier_words(name) or words(name)
    return not named or named[0] not in _READING
