"""The shop's tables: customers, orders, returns, offers, products, carts, checkouts."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from toolserver.storage.tables import UtcDateTime, metadata

customers = Table(
    "retail_customers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("phone", String(20), nullable=False, unique=True),  # E.164
    Column("date_of_birth", Date, nullable=False),
    Column("card_last_4", String(4), nullable=False),
    Column("ssn_last_4", String(4), nullable=False),
)

addresses = Table(
    "retail_addresses",
    metadata,
    Column("customer_id", ForeignKey("retail_customers.id"), primary_key=True),
    Column("street", String(200), nullable=False),
    Column("city", String(100), nullable=False),
    Column("state", String(60), nullable=False),
    Column("postal_code", String(20), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

offer_responses = Table(
    "retail_offer_responses",
    metadata,
    Column("customer_id", ForeignKey("retail_customers.id"), primary_key=True),
    Column("offer_id", String(20), primary_key=True),
    Column("response", String(20), nullable=False),
    Column("responded_at", UtcDateTime, nullable=False),
)

orders = Table(
    "retail_orders",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("retail_customers.id"), nullable=False, index=True),
    Column("ordered_at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),
    Column("status", String(20), nullable=False),
    Column("subtotal_cents", Integer, nullable=False),
    Column("total_cents", Integer, nullable=False),
)

order_items = Table(
    "retail_order_items",
    metadata,
    Column("order_id", ForeignKey("retail_orders.id"), primary_key=True),
    Column("item_id", String(40), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("category", String(20), nullable=False),
    Column("price_cents", Integer, nullable=False),
)

returns = Table(
    "retail_returns",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("retail_customers.id"), nullable=False, index=True),
    Column("order_id", ForeignKey("retail_orders.id"), nullable=False),
    Column("action", String(20), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("terms", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("next_steps", String(600), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

return_items = Table(
    "retail_return_items",
    metadata,
    Column("return_id", ForeignKey("retail_returns.id"), primary_key=True),
    Column("order_id", String(40), primary_key=True),
    Column("item_id", String(40), primary_key=True),
    UniqueConstraint("order_id", "item_id", name="one_return_an_item"),
)

products = Table(
    "retail_products",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("type", String(20), nullable=False),
    Column("name", String(120), nullable=False),
    Column("retail_cents", Integer, nullable=False),
    Column("sale_cents", Integer, nullable=False),
    Column("stock", Integer, nullable=False),
)

cart_items = Table(
    "retail_cart_items",
    metadata,
    Column("session_id", String(60), primary_key=True),
    Column("product_id", ForeignKey("retail_products.id"), primary_key=True),
    Column("quantity", Integer, nullable=False),
)

checkouts = Table(
    "retail_checkouts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_id", ForeignKey("retail_customers.id"), nullable=False, index=True),
    Column("total_cents", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False, server_default="reserved"),  # reserved, expired
    Column("reserved_until", UtcDateTime),  # null: without an end
)
Index("ix_retail_checkouts_state", checkouts.c.state, checkouts.c.reserved_until)

checkout_items = Table(
    "retail_checkout_items",
    metadata,
    Column("checkout_id", ForeignKey("retail_checkouts.id"), primary_key=True),
    Column("product_id", ForeignKey("retail_products.id"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("price_cents", Integer, nullable=False),
)
