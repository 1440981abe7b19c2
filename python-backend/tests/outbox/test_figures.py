"""What is told of the outbox: how much waits, for how long, and what the tries came to."""

from collections import Counter
from datetime import timedelta
from functools import partial

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from tests.outbox.conftest import Outbox
from tests.outbox.mailbox import Mailbox
from tests.outbox.test_dispatcher import DOWN, drain
from tests.outbox.test_server import PATIENCE_S, serving
from toolserver.outbox.dispatcher import Dispatcher, Tried
from toolserver.outbox.figures import OutboxFigures, outbox_figures
from toolserver.outbox.pace import Pace
from toolserver.outbox.scripted import ScriptedReceiver
from toolserver.storage.tables import outbox

MINUTE = timedelta(minutes=1)
OTHER = "+12065550101"


async def figures(box: Outbox) -> OutboxFigures:
    """As a scrape reads them."""
    return await box.database.read(partial(outbox_figures, now=box.clock()))


def queue(box: Outbox, recipient: str = OTHER) -> None:
    """One message that comes now, by the test's clock."""
    message_id = box.queue("hello", recipient)
    with box.database.engine.begin() as db:
        db.execute(update(outbox).where(outbox.c.id == message_id).values(queued_at=box.clock()))


async def test_an_empty_outbox_is_not_behind(box: Outbox) -> None:
    assert await figures(box) == OutboxFigures(0, 0, 0, 0)


async def test_what_nobody_has_sent_is_late(box: Outbox) -> None:
    queue(box)
    box.clock.move(MINUTE)
    queue(box)

    assert await figures(box) == OutboxFigures(waiting=2, dead=0, oldest_waiting_s=60, lag_s=60)


async def test_a_message_in_its_back_off_waits_and_is_not_late_nor_are_those_behind_it(box: Outbox) -> None:
    queue(box)
    queue(box)
    await box.dispatcher(ScriptedReceiver(DOWN), Pace(first_wait=2 * MINUTE, chance=lambda: 1)).deliver_next()
    box.clock.move(MINUTE)
    waiting = await figures(box)
    box.clock.move(3 * MINUTE)
    late = await figures(box)

    assert waiting == OutboxFigures(waiting=2, dead=0, oldest_waiting_s=60, lag_s=0)
    assert late == OutboxFigures(waiting=2, dead=0, oldest_waiting_s=240, lag_s=120)


async def test_tries_are_counted_by_what_they_came_to(box: Outbox) -> None:
    counted: Counter[Tried] = Counter()
    pace = Pace(tries=2, first_wait=timedelta(0), chance=lambda: 1)
    receiver = ScriptedReceiver(DOWN, DOWN, DOWN, None)
    dispatcher = Dispatcher(box.database, receiver, box.clock, pace, lambda tried: counted.update([tried]))
    queue(box)
    queue(box)
    await drain(dispatcher)

    assert counted == {Tried.FAILED: 2, Tried.DEAD: 1, Tried.DELIVERED: 1}
    assert (await figures(box)).dead == 1


def series(text: str, name: str) -> dict[str, float]:
    """The values of one series by its only label."""
    samples = [each for family in text_string_to_metric_families(text) for each in family.samples]
    return {"".join(each.labels.values()): each.value for each in samples if each.name == name}


def test_metrics_show_the_outbox(box: Outbox, database_url: str) -> None:
    box.queue("hello")
    with serving(box, database_url) as client:
        text = client.get("/metrics").text

    assert series(text, "outbox_messages") == {"waiting": 1, "dead": 0}
    assert series(text, "outbox_deliveries_total") == {"delivered": 0, "failed": 0, "dead": 0}
    assert series(text, "outbox_lag_seconds").keys() == series(text, "outbox_oldest_waiting_seconds").keys() == {""}


def test_metrics_count_deliveries(box: Outbox, database_url: str, mailbox: str) -> None:
    box.queue("hello")
    with serving(box, database_url, mailbox) as client:
        assert Mailbox.was_called.wait(PATIENCE_S)
        seen = (series(client.get("/metrics").text, "outbox_deliveries_total") for _ in range(1000))

        assert any(counted["delivered"] == 1 for counted in seen)
