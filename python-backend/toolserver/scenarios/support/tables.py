"""The scenario's tables: customers, orders, subscriptions, charges, tickets."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from toolserver.storage.tables import UtcDateTime, metadata

customers = Table(
    "support_customers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False, unique=True),  # in lower case
    Column("postal_code", String(20), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("created_on", Date, nullable=False),
)

orders = Table(
    "support_orders",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("support_customers.id"), nullable=False, index=True),
    Column("ordered_on", Date, nullable=False),
    Column("status", String(20), nullable=False),
    Column("total_cents", Integer, nullable=False),
    Column("shipped_on", Date),
    Column("delivered_on", Date),
    Column("promised_from_days", Integer, nullable=False),  # business days after shipping
    Column("promised_to_days", Integer, nullable=False),
)

order_items = Table(
    "support_order_items",
    metadata,
    Column("order_id", ForeignKey("support_orders.id"), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("price_cents", Integer, nullable=False),  # for one
)

subscriptions = Table(
    "support_subscriptions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("support_customers.id"), nullable=False, unique=True),
    Column("plan", String(60), nullable=False),
    Column("status", String(20), nullable=False),
    Column("amount_cents", Integer, nullable=False),  # a month
    Column("next_billing_on", Date),  # null: nothing more is charged
)

charges = Table(
    "support_charges",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("subscription_id", ForeignKey("support_subscriptions.id"), nullable=False, index=True),
    Column("charged_on", Date, nullable=False),
    Column("amount_cents", Integer, nullable=False),
    Column("description", String(120), nullable=False),
)

tickets = Table(
    "support_tickets",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("support_customers.id"), nullable=False, index=True),
    Column("issue_type", String(20), nullable=False),
    Column("description", Text, nullable=False),  # in the caller's words
    Column("priority", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
