"""The bank's tables: customers, accounts and their ledger, holds, cards, replacements."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy import text as sql

from toolserver.storage.tables import UtcDateTime, metadata

customers = Table(
    "bank_customers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("phone", String(20), nullable=False, unique=True),  # E.164
    Column("ssn_last_four", String(4), nullable=False),
    Column("address", String(300), nullable=False),
)

accounts = Table(
    "bank_accounts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("number", String(40), nullable=False, unique=True),  # digits; of the bank's own accounts a name
    Column("customer_id", ForeignKey("bank_customers.id"), index=True),  # null: the bank's own, or closed
    Column("type", String(20), nullable=False),  # checking, savings, bank
    Column("status", String(20), nullable=False),  # open, frozen, closed
    Column("balance_cents", BigInteger, nullable=False),  # the sum of its entries
    Column("entries", Integer, nullable=False),  # how many it has
    CheckConstraint("balance_cents >= 0 OR type = 'bank'", name="no_overdraft"),
)

transactions = Table(
    "bank_transactions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("sender_id", ForeignKey("bank_customers.id")),  # who asked for it; null: nobody did here
    Column("made_at", UtcDateTime, nullable=False),
)
Index("ix_bank_transactions_sent", transactions.c.sender_id, transactions.c.made_at)

entries = Table(
    "bank_entries",
    metadata,
    Column("account_id", ForeignKey("bank_accounts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, 3 … within the account
    Column("transaction_id", ForeignKey("bank_transactions.id"), nullable=False, index=True),
    Column("amount_cents", BigInteger, nullable=False),  # positive: the account got it
    Column("description", String(120), nullable=False),
)

holds = Table(
    "bank_holds",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("account_id", ForeignKey("bank_accounts.id"), nullable=False, index=True),
    Column("description", String(120), nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("placed_at", UtcDateTime, nullable=False),
)

cards = Table(
    "bank_cards",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("bank_customers.id"), nullable=False),
    Column("type", String(20), nullable=False),  # Gold, Silver, Basic
    Column("last_four", String(4), nullable=False),
    Column("status", String(20), nullable=False),  # active, blocked
    UniqueConstraint("customer_id", "type", name="one_card_a_type"),
)

replacements = Table(
    "bank_replacements",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("card_id", ForeignKey("bank_cards.id"), nullable=False, index=True),
    Column("reason", String(20), nullable=False),
    Column("delivery_address", String(300), nullable=False),
    Column("status", String(20), nullable=False),  # open, delivered
    Column("created_at", UtcDateTime, nullable=False),
)
_IS_OPEN = sql("status = 'open'")
Index(
    "ix_bank_replacements_one_open",
    replacements.c.card_id,
    unique=True,
    sqlite_where=_IS_OPEN,
    postgresql_where=_IS_OPEN,
)
