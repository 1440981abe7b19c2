"""Items by id and in order, each step in constant time: a long conversation costs an event no more than a short one."""

from collections.abc import Iterator

from voice_engine.protocol.events import Wire


class OrderedItems:
    """A doubly linked list with an index."""

    def __init__(self) -> None:
        self._items: dict[str, Wire] = {}
        self._before: dict[str | None, str | None] = {None: None}  # None stands for both ends
        self._after: dict[str | None, str | None] = {None: None}

    def __len__(self) -> int:
        return len(self._items)

    def get(self, item_id: str) -> Wire | None:
        """The item with that id."""
        return self._items.get(item_id)

    def before(self, item_id: str | None) -> str | None:
        """The id before that one; before None stands the last, and None before the first."""
        return self._before[item_id]

    def insert(self, item: Wire, after: str | None) -> None:
        """Add an item after another; after None it becomes the first."""
        item_id, following = str(item["id"]), self._after[after]
        self._items[item_id] = item
        self._link(after, item_id)
        self._link(item_id, following)

    def remove(self, item_id: str) -> None:
        """Forget an item."""
        del self._items[item_id]
        self._link(self._before.pop(item_id), self._after.pop(item_id))

    def newest_first(self) -> Iterator[Wire]:
        """Every item, from the end."""
        item_id = self._before[None]
        while item_id is not None:
            yield self._items[item_id]
            item_id = self._before[item_id]

    def _link(self, item_id: str | None, following: str | None) -> None:
        self._after[item_id], self._before[following] = following, item_id
