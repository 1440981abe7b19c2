"""Everything the first release of the scenario stores."""

import sqlalchemy as sa
from alembic import op

revision = "support_0001"
down_revision = None
branch_labels = ("support",)


def upgrade() -> None:
    """Create the tables."""
    _create_customers()
    _create_orders()
    _create_subscriptions()
    _create_tickets()


def _create_customers() -> None:
    op.create_table(
        "support_customers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_customers")),
        sa.UniqueConstraint("email", name=op.f("uq_support_customers_email")),
    )


def _create_orders() -> None:
    op.create_table(
        "support_orders",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("promised_from_days", sa.Integer(), nullable=False),
        sa.Column("promised_to_days", sa.Integer(), nullable=False),
        _belongs_to("support_orders", "customer_id", "support_customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_orders")),
    )
    op.create_index(op.f("ix_support_orders_customer_id"), "support_orders", ["customer_id"], unique=False)
    op.create_table(
        "support_order_items",
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        _belongs_to("support_order_items", "order_id", "support_orders"),
        sa.PrimaryKeyConstraint("order_id", "name", name=op.f("pk_support_order_items")),
    )


def _create_subscriptions() -> None:
    op.create_table(
        "support_subscriptions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("next_billing_on", sa.Date(), nullable=True),
        _belongs_to("support_subscriptions", "customer_id", "support_customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_subscriptions")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_support_subscriptions_customer_id")),
    )
    op.create_table(
        "support_charges",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("subscription_id", sa.String(length=40), nullable=False),
        sa.Column("charged_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=120), nullable=False),
        _belongs_to("support_charges", "subscription_id", "support_subscriptions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_charges")),
    )
    op.create_index(op.f("ix_support_charges_subscription_id"), "support_charges", ["subscription_id"], unique=False)


def _create_tickets() -> None:
    op.create_table(
        "support_tickets",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("issue_type", sa.String(length=20), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("support_tickets", "customer_id", "support_customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_tickets")),
    )
    op.create_index(op.f("ix_support_tickets_customer_id"), "support_tickets", ["customer_id"], unique=False)


def _belongs_to(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}"))
