"""The bank's first tables."""

import sqlalchemy as sa
from alembic import op

from toolserver.storage.tables import UtcDateTime

revision = "bank_0001"
down_revision = None
branch_labels = ("bank",)


def upgrade() -> None:
    """Whom the ledger is about, the ledger, the cards."""
    op.create_table(
        "bank_customers",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("ssn_last_four", sa.String(4), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bank_customers"),
        sa.UniqueConstraint("phone", name="uq_bank_customers_phone"),
    )
    _create_ledger()
    _create_cards()


def _create_ledger() -> None:
    op.create_table(
        "bank_accounts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("customer_id", sa.String(40), nullable=True),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("balance_cents", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.CheckConstraint("balance_cents >= 0 OR type = 'bank'", name="no_overdraft"),
        sa.ForeignKeyConstraint(["customer_id"], ["bank_customers.id"], name="fk_bank_accounts_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_accounts"),
        sa.UniqueConstraint("number", name="uq_bank_accounts_number"),
    )
    op.create_index("ix_bank_accounts_customer_id", "bank_accounts", ["customer_id"])
    op.create_table(
        "bank_transactions",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("sender_id", sa.String(40), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sender_id"], ["bank_customers.id"], name="fk_bank_transactions_sender_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_transactions"),
    )
    op.create_index("ix_bank_transactions_sent", "bank_transactions", ["sender_id", "made_at"])
    op.create_table(
        "bank_entries",
        sa.Column("account_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.String(40), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["bank_accounts.id"], name="fk_bank_entries_account_id"),
        sa.ForeignKeyConstraint(["transaction_id"], ["bank_transactions.id"], name="fk_bank_entries_transaction_id"),
        sa.PrimaryKeyConstraint("account_id", "number", name="pk_bank_entries"),
    )
    op.create_index("ix_bank_entries_transaction_id", "bank_entries", ["transaction_id"])
    op.create_table(
        "bank_holds",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("account_id", sa.String(40), nullable=False),
        sa.Column("description", sa.String(120), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["bank_accounts.id"], name="fk_bank_holds_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_holds"),
    )
    op.create_index("ix_bank_holds_account_id", "bank_holds", ["account_id"])


def _create_cards() -> None:
    op.create_table(
        "bank_cards",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("customer_id", sa.String(40), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("last_four", sa.String(4), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["bank_customers.id"], name="fk_bank_cards_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_cards"),
        sa.UniqueConstraint("customer_id", "type", name="one_card_a_type"),
    )
    op.create_table(
        "bank_replacements",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("card_id", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("delivery_address", sa.String(300), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["bank_cards.id"], name="fk_bank_replacements_card_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_replacements"),
    )
    op.create_index("ix_bank_replacements_card_id", "bank_replacements", ["card_id"])
    is_open = sa.text("status = 'open'")
    op.create_index(
        "ix_bank_replacements_one_open",
        "bank_replacements",
        ["card_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
