"""A customer is one of a business: what is kept about calls says which, and a call which one it was made within.

Until now there was one business: whoever was verified is its customer.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_SAID_IN_SESSIONS = ("tool_calls", "human_handoffs", "call_endings")
_VERIFIED = "UPDATE sessions SET customer_scenario = 'customerServiceRetail' WHERE customer_id IS NOT NULL"
_TRIED = "UPDATE verification_tries SET scenario = 'customerServiceRetail'"
_OF_SESSION = """
UPDATE {table} SET scenario = (SELECT scenario FROM sessions WHERE sessions.id = {table}.session_id)
"""
_OF_THE_SHOP = """
UPDATE tool_calls SET scenario = 'customerServiceRetail' WHERE tool IN (
    'authenticate_user_information', 'save_or_update_address', 'update_user_offer_response', 'lookupOrders',
    'retrievePolicy', 'checkEligibilityAndPossiblyInitiateReturn', 'lookupNewSales', 'addToCart', 'checkout'
)
"""
_PROMISED = """
UPDATE outbox SET scenario = (
    SELECT scenario FROM tool_calls AS made WHERE made.owner = outbox.owner AND made.call_id = outbox.call_id
)
"""


def upgrade() -> None:
    """Columns, then what they say about the rows there are."""
    for table in (*_SAID_IN_SESSIONS, "outbox", "verification_tries"):
        op.add_column(table, sa.Column("scenario", sa.String(length=100), nullable=True))
    op.add_column("sessions", sa.Column("customer_scenario", sa.String(length=100), nullable=True))
    op.add_column("tool_calls", sa.Column("parent_call_id", sa.String(length=200), nullable=True))
    _widen()
    _fill()
    is_nested = sa.text("parent_call_id IS NOT NULL")
    op.create_index(
        "ix_tool_calls_nested",
        "tool_calls",
        ["owner", "parent_call_id"],
        unique=False,
        sqlite_where=is_nested,
        postgresql_where=is_nested,
    )


def _widen() -> None:
    """Addresses may be identities, too. Locks are of tries that are being counted: there are none now."""
    for table, length in (("verification_tries", 300), ("verification_locks", 400)):
        with op.batch_alter_table(table) as altered:
            altered.alter_column("identity", type_=sa.String(length=length), existing_nullable=False)
    op.execute("DELETE FROM verification_locks")


def _fill() -> None:
    op.execute(_VERIFIED)
    op.execute(_TRIED)
    for table in _SAID_IN_SESSIONS:
        op.execute(_OF_SESSION.format(table=table))
    op.execute(_OF_THE_SHOP)
    op.execute(_PROMISED)
