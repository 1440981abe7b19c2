"""The demo shop: who its customers are, what they bought, what is on sale."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from toolserver.scenarios.customer_service_retail.customers import Customer
from toolserver.scenarios.customer_service_retail.order_records import Category, OrderStatus
from toolserver.scenarios.customer_service_retail.products import Product

CUSTOMERS: Final = (
    Customer("CUS-0001", "Alex Johnson", "+12061351246", date(1988, 3, 14), "4821", "7305"),
    Customer("CUS-0002", "Maria Garcia", "+12065550142", date(1992, 11, 2), "3391", "6127"),
    Customer("CUS-0003", "Sam Chen", "+14255550178", date(1979, 6, 21), "9034", "2518"),
    Customer("CUS-0004", "Priya Patel", "+13605550119", date(1995, 1, 30), "1186", "8843"),
    Customer("CUS-0005", "Tom Becker", "+15095550163", date(1984, 9, 8), "7752", "4096"),
)

PRODUCTS: Final = (
    Product("101", "snowboard", "Alpine Blade", 45000, 36000, 12),
    Product("102", "snowboard", "Peak Bomber", 49900, 37400, 8),
    Product("201", "apparel", "Thermal Jacket", 12000, 8400, 25),
    Product("202", "apparel", "Insulated Pants", 15000, 11200, 18),
    Product("301", "boots", "Glacier Grip", 25000, 20000, 10),
    Product("302", "boots", "Summit Steps", 30000, 21000, 6),
    Product("401", "accessories", "Goggles", 8000, 6000, 30),
    Product("402", "accessories", "Warm Gloves", 6000, 4800, 0),  # sold out, so that one can be
)


@dataclass(frozen=True)
class SeedItem:
    """One item of a seeded order."""

    item_id: str
    name: str
    category: Category
    price_cents: int


@dataclass(frozen=True)
class FixedOrder:
    """An order with dates that never change."""

    order_id: str
    customer_id: str
    ordered_at: datetime
    delivered_at: datetime | None
    total_cents: int
    items: tuple[SeedItem, ...]


@dataclass(frozen=True)
class FreshOrder:
    """An order dated relative to the day of seeding; `returned_days_ago` when its first item has come back."""

    order_id: str
    customer_id: str
    ordered_days_ago: int
    delivered_days_ago: int | None
    items: tuple[SeedItem, ...]
    status: OrderStatus = OrderStatus.DELIVERED
    returned_days_ago: int | None = None


def return_id_of(order: FreshOrder) -> str:
    """The id of the return that came with the seed."""
    return order.order_id.replace("SNP-", "RMA-")


FIXED_ORDERS: Final = (
    FixedOrder(
        "SNP-20230914-001",
        "CUS-0001",
        datetime(2024, 9, 14, 9, 30, tzinfo=UTC),
        datetime(2024, 9, 16, 14, 0, tzinfo=UTC),
        47148,
        (
            SeedItem("SNB-TT-X01", "Twin Tip Snowboard X", Category.SNOWBOARD, 24999),
            SeedItem("SNB-BOOT-ALM02", "All-Mountain Snowboard Boots", Category.BOOTS, 15999),
        ),
    ),
    FixedOrder(
        "SNP-20230820-002",
        "CUS-0001",
        datetime(2023, 8, 20, 10, 15, tzinfo=UTC),
        None,
        39097,
        (
            SeedItem("SNB-PKbk-012", "Park & Pipe Freestyle Board", Category.SNOWBOARD, 18999),
            SeedItem("GOG-037", "Mirrored Snow Goggles", Category.ACCESSORIES, 8999),
            SeedItem("SNB-BIND-CPRO", "Carving Pro Binding Set", Category.ACCESSORIES, 5999),
        ),
    ),
)

_RIDGE_RUNNER = SeedItem("SNB-RIDGE-04", "Ridge Runner Snowboard", Category.SNOWBOARD, 37999)
_HELMET = SeedItem("HLM-SUMMIT-01", "Summit Helmet", Category.ACCESSORIES, 8999)
_POWDER_DRIFT = SeedItem("SNB-PDRIFT-07", "Powder Drift Snowboard", Category.SNOWBOARD, 42999)
_STORM_SHELL = SeedItem("APP-STORM-02", "Storm Shell Jacket", Category.APPAREL, 19999)
_TRAIL_BOOTS = SeedItem("BT-SUMMIT-05", "Summit Trail Boots", Category.BOOTS, 22999)
_FOREST_PANTS = SeedItem("APP-FOREST-03", "Forest Line Pants", Category.APPAREL, 12999)
_CASCADE_JACKET = SeedItem("APP-CASC-01", "Cascade Insulated Jacket", Category.APPAREL, 14999)
_CLOUD_GOGGLES = SeedItem("GOG-CLOUD-02", "Cloud Line Goggles", Category.ACCESSORIES, 7999)
_FLEECE_GLOVES = SeedItem("GLV-FLEECE-01", "Fleece Gloves", Category.ACCESSORIES, 3999)
_LIGHT_BINDINGS = SeedItem("SNB-BIND-LT", "Light Binding Set", Category.ACCESSORIES, 15999)

_IN_TRANSIT, _CANCELLED = OrderStatus.IN_TRANSIT, OrderStatus.CANCELLED

FRESH_ORDERS: Final = (
    FreshOrder("SNP-DEMO-1001", "CUS-0001", 12, 9, (_RIDGE_RUNNER, _HELMET)),
    FreshOrder("SNP-DEMO-2001", "CUS-0002", 120, 116, (_POWDER_DRIFT,)),
    FreshOrder("SNP-DEMO-3001", "CUS-0003", 3, None, (_STORM_SHELL,), _IN_TRANSIT),
    FreshOrder("SNP-DEMO-3002", "CUS-0003", 25, 21, (_TRAIL_BOOTS,), returned_days_ago=10),
    FreshOrder("SNP-DEMO-3003", "CUS-0003", 40, None, (_FOREST_PANTS,), _CANCELLED),
    FreshOrder("SNP-DEMO-4001", "CUS-0004", 14, 10, (_CASCADE_JACKET,)),
    FreshOrder("SNP-DEMO-4002", "CUS-0004", 80, 76, (_CLOUD_GOGGLES,), returned_days_ago=60),
    FreshOrder("SNP-DEMO-4003", "CUS-0004", 150, 146, (_FLEECE_GLOVES,), returned_days_ago=130),
    FreshOrder("SNP-DEMO-4004", "CUS-0004", 220, 216, (_LIGHT_BINDINGS,), returned_days_ago=200),
)
