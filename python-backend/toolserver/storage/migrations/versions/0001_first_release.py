"""Everything the first release stores."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "call_endings",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("satisfaction_level", sa.String(length=20), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_endings")),
    )
    op.create_index(op.f("ix_call_endings_session_id"), "call_endings", ["session_id"], unique=False)
    op.create_table(
        "human_handoffs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("priority", sa.String(length=10), nullable=False),
        sa.Column("context", sa.String(length=4000), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_handoffs")),
    )
    op.create_index(op.f("ix_human_handoffs_session_id"), "human_handoffs", ["session_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "retail_customers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("card_last_4", sa.String(length=4), nullable=False),
        sa.Column("ssn_last_4", sa.String(length=4), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retail_customers")),
        sa.UniqueConstraint("phone", name=op.f("uq_retail_customers_phone")),
    )
    op.create_table(
        "retail_products",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("retail_cents", sa.Integer(), nullable=False),
        sa.Column("sale_cents", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retail_products")),
    )
    op.create_table(
        "server_secrets",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_server_secrets")),
    )
    op.create_table(
        "session_facts",
        sa.Column("session_id", sa.String(length=60), nullable=False),
        sa.Column("fact", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "fact", name=op.f("pk_session_facts")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("scenario", sa.String(length=100), nullable=False),
        sa.Column("grants", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_table(
        "tool_calls",
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("call_id", sa.String(length=200), nullable=False),
        sa.Column("tool", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=60), nullable=True),
        sa.Column("agent", sa.String(length=100), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("owner", "call_id", name=op.f("pk_tool_calls")),
    )
    op.create_index(op.f("ix_tool_calls_session_id"), "tool_calls", ["session_id"], unique=False)
    op.create_table(
        "verification_locks",
        sa.Column("identity", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_verification_locks")),
    )
    op.create_table(
        "verification_tries",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=60), nullable=True),
        sa.Column("identity", sa.String(length=100), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_tries")),
    )
    op.create_index("ix_verification_tries_identity", "verification_tries", ["identity", "tried_at"], unique=False)
    op.create_index(op.f("ix_verification_tries_session_id"), "verification_tries", ["session_id"], unique=False)
    op.create_table(
        "retail_addresses",
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["retail_customers.id"], name=op.f("fk_retail_addresses_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_retail_addresses")),
    )
    op.create_table(
        "retail_cart_items",
        sa.Column("session_id", sa.String(length=60), nullable=False),
        sa.Column("product_id", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["retail_products.id"], name=op.f("fk_retail_cart_items_product_id")),
        sa.PrimaryKeyConstraint("session_id", "product_id", name=op.f("pk_retail_cart_items")),
    )
    op.create_table(
        "retail_checkouts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["retail_customers.id"], name=op.f("fk_retail_checkouts_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retail_checkouts")),
    )
    op.create_index(op.f("ix_retail_checkouts_customer_id"), "retail_checkouts", ["customer_id"], unique=False)
    op.create_table(
        "retail_offer_responses",
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("offer_id", sa.String(length=20), nullable=False),
        sa.Column("response", sa.String(length=20), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["retail_customers.id"], name=op.f("fk_retail_offer_responses_customer_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", "offer_id", name=op.f("pk_retail_offer_responses")),
    )
    op.create_table(
        "retail_orders",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("subtotal_cents", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["retail_customers.id"], name=op.f("fk_retail_orders_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retail_orders")),
    )
    op.create_index(op.f("ix_retail_orders_customer_id"), "retail_orders", ["customer_id"], unique=False)
    op.create_table(
        "retail_checkout_items",
        sa.Column("checkout_id", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["retail_checkouts.id"], name=op.f("fk_retail_checkout_items_checkout_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["retail_products.id"], name=op.f("fk_retail_checkout_items_product_id")
        ),
        sa.PrimaryKeyConstraint("checkout_id", "product_id", name=op.f("pk_retail_checkout_items")),
    )
    op.create_table(
        "retail_order_items",
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["retail_orders.id"], name=op.f("fk_retail_order_items_order_id")),
        sa.PrimaryKeyConstraint("order_id", "item_id", name=op.f("pk_retail_order_items")),
    )
    op.create_table(
        "retail_returns",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("terms", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("next_steps", sa.String(length=600), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["retail_customers.id"], name=op.f("fk_retail_returns_customer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["retail_orders.id"], name=op.f("fk_retail_returns_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retail_returns")),
    )
    op.create_index(op.f("ix_retail_returns_customer_id"), "retail_returns", ["customer_id"], unique=False)
    op.create_table(
        "retail_return_items",
        sa.Column("return_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["retail_returns.id"], name=op.f("fk_retail_return_items_return_id")),
        sa.PrimaryKeyConstraint("return_id", "order_id", "item_id", name=op.f("pk_retail_return_items")),
        sa.UniqueConstraint("order_id", "item_id", name="one_return_an_item"),
    )
