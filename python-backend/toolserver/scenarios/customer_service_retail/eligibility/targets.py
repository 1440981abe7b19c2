"""Which items a return is about: the ids that were given, or the words that were said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolserver.scenarios.customer_service_retail.eligibility.guard import find_barrier
from toolserver.scenarios.customer_service_retail.eligibility.models import Reason, ReturnCase
from toolserver.scenarios.customer_service_retail.eligibility.vocabulary import YES
from toolserver.scenarios.customer_service_retail.eligibility.wording import IS_THAT_IT
from toolserver.scenarios.customer_service_retail.order_records import Order, OrderItem

_KINDS = {
    "boots": ("boot", "boots"),
    "bindings": ("binding", "bindings"),
    "goggles": ("goggle", "goggles"),
    "jacket": ("jacket", "jackets", "bomber", "coat"),
    "pants": ("pants", "trousers"),
    "gloves": ("glove", "gloves", "mittens"),
    "helmet": ("helmet", "helmets"),
    "snowboard": ("snowboard", "snowboards", "board", "boards", "deck"),
}
_KIND_OF_WORD = {word: kind for kind, words in _KINDS.items() for word in words}
_GEAR_WORD = re.compile(r"\bsnow ?board(?:ing)? (?=boots?|bindings?|jackets?|pants|gloves?|goggles?|helmets?)")
_EVERYTHING = re.compile(r"\b(?:everything|all of (?:it|them)|both|whole order|entire order)\b")


@dataclass(frozen=True)
class Found:
    """The items, all of one order."""

    order: Order
    items: tuple[OrderItem, ...]


@dataclass(frozen=True)
class Unclear:
    """More than one thing may be meant, or nothing that was bought; `choices` are what one could mean."""

    choices: tuple[OrderItem, ...]
    across_orders: bool = False


Pair = tuple[Order, OrderItem]


def find_targets(case: ReturnCase) -> Found | Unclear:
    """The items of the caller's own orders that this case is about."""
    orders = [order for order in case.orders if case.order_id in (None, order.order_id)]
    if case.item_ids:
        return _by_ids(case, orders)
    said = _said(case.desired_action, case.question)
    if case.order_id is not None and orders and _EVERYTHING.search(said):
        return Found(orders[0], orders[0].items)
    return _by_words(case, orders, [*_confirmed(case), said, *_lines(case)])


def all_choices(case: ReturnCase) -> Unclear:
    """Everything that one could mean."""
    return Unclear(_choices(case, case.orders))


def kind_of(item: OrderItem) -> str:
    """What people call such an item: the last such word of its name."""
    kinds = [_KIND_OF_WORD[word] for word in _tokens(item.name) if word in _KIND_OF_WORD]
    return kinds[-1] if kinds else item.name.lower()


def _by_ids(case: ReturnCase, orders: Sequence[Order]) -> Found | Unclear:
    for order in orders:
        items = tuple(item for item in order.items if item.item_id in case.item_ids)
        if len(items) == len(set(case.item_ids)):
            return Found(order, items)
    return Unclear(_choices(case, orders))


def _by_words(case: ReturnCase, orders: Sequence[Order], sayings: Sequence[str]) -> Found | Unclear:
    """The first saying that names something; when that fits several things, what was said lately may tell."""
    for words in sayings:
        pairs = _mentioned(orders, words)
        if pairs:
            result = _choose(case, pairs)
            return _told_apart(case, pairs) or result if isinstance(result, Unclear) else result
        if _kinds_in(words):
            return Unclear(_choices(case, orders))  # a kind of thing that was never bought
    return _only_item(case, orders)


def _told_apart(case: ReturnCase, pairs: Sequence[Pair]) -> Found | None:
    for line in _lines(case):
        closer = [pair for pair in _mentioned(list(dict.fromkeys(order for order, _ in pairs)), line) if pair in pairs]
        result = _choose(case, closer) if closer else None
        if isinstance(result, Found):
            return result
    return None


def _lines(case: ReturnCase) -> list[str]:
    """What the customer said, the latest first."""
    return [_said(message.text) for message in reversed(case.conversation) if message.role == "user"]


def _confirmed(case: ReturnCase) -> list[str]:
    """The question after which item it is, if the customer's last word to it was yes."""
    asked = [
        _said(before.text)
        for before, after in pairwise(case.conversation)
        if before.role == "assistant" and IS_THAT_IT in before.text and YES.match(after.text)
    ]
    return asked[-1:]


def _only_item(case: ReturnCase, orders: Sequence[Order]) -> Found | Unclear:
    items = _all_items(orders)
    return Found(orders[0], items) if len(items) == 1 and len(orders) == 1 else Unclear(_choices(case, orders))


def _choices(case: ReturnCase, orders: Sequence[Order]) -> tuple[OrderItem, ...]:
    """What can still come back, or else all there is."""
    returnable = tuple(item for order in orders for item in order.items if _may_come_back(case, order, item))
    return returnable or _all_items(orders)


def _mentioned(orders: Iterable[Order], said: str) -> list[Pair]:
    words, kinds = _words_in(said), _kinds_in(said)
    pairs = [(order, item) for order in orders for item in order.items]
    by_id = [pair for pair in pairs if pair[1].item_id.lower() in said]
    by_kind = [pair for pair in pairs if kind_of(pair[1]) in kinds]
    by_name = [pair for pair in pairs if _own_words(pair[1]) & words]
    if by_id or not by_kind:
        return by_id or by_name
    in_full = [pair for pair in by_name if pair not in by_kind and _own_words(pair[1]) <= words]
    return _narrowed(by_kind, [pair for pair in by_kind if pair in by_name]) + in_full


def _words_in(said: str) -> set[str]:
    return set(_tokens(_GEAR_WORD.sub("", said)))


def _kinds_in(said: str) -> set[str]:
    return {_KIND_OF_WORD[word] for word in _words_in(said) if word in _KIND_OF_WORD}


def _narrowed(by_kind: list[Pair], named: list[Pair]) -> list[Pair]:
    """Of each kind that was mentioned, the ones that were also named more closely, if any were."""
    named_kinds = {kind_of(item) for _, item in named}
    return named + [pair for pair in by_kind if kind_of(pair[1]) not in named_kinds]


def _choose(case: ReturnCase, pairs: Sequence[Pair]) -> Found | Unclear:
    """One item of each kind: the only one that can still be returned, else the newest."""
    chosen: list[Pair] = []
    for kind in dict.fromkeys(kind_of(item) for _, item in pairs):
        same_kind = [pair for pair in pairs if kind_of(pair[1]) == kind]
        open_ones = [pair for pair in same_kind if _may_come_back(case, *pair)]
        if len(open_ones) > 1:
            return Unclear(tuple(item for _, item in open_ones))
        chosen.append((open_ones or same_kind)[0])
    first = chosen[0][0]
    items = tuple(item for _, item in chosen)
    if any(order.order_id != first.order_id for order, _ in chosen):
        return Unclear(items, across_orders=True)
    return Found(first, items)


def _may_come_back(case: ReturnCase, order: Order, item: OrderItem) -> bool:
    """Returnable for a reason or another; a return that is open already is the one that is meant."""
    if item.return_id is not None:
        return False
    reasons = (Reason.DEFECT, Reason.CHANGE_OF_MIND)
    return any(find_barrier(order, (item.item_id,), why, case.customer_id, case.now) is None for why in reasons)


def _own_words(item: OrderItem) -> set[str]:
    return {word for word in _tokens(item.name) if len(word) > 2 and word not in _KIND_OF_WORD}


def _all_items(orders: Iterable[Order]) -> tuple[OrderItem, ...]:
    return tuple(item for order in orders for item in order.items)


def _said(*parts: str) -> str:
    return " ".join(parts).lower()


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
