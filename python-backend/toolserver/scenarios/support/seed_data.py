"""The demo customers: who they are, what they bought, what they pay for."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from toolserver.scenarios.support.customers import Customer
from toolserver.scenarios.support.ledger import SubscriptionState
from toolserver.scenarios.support.order_book import OrderItem, OrderStatus

SARAH, JOHN, JANE, MARY, DOE, BOB, LUIS = (
    "CUST-20417",
    "CUST-20688",
    "CUST-19342",
    "CUST-21053",
    "CUST-12345",
    "CUST-18871",
    "CUST-20930",
)

# No two have one postal code: that of a husband or of an office opens nobody else's account.
CUSTOMERS: Final = (
    Customer(SARAH, "Sarah Jones", "sarah.jones@email.com", "97205", "premium", date(2022, 6, 3)),
    Customer(JOHN, "John Smith", "john.smith@email.com", "60614", "basic", date(2024, 2, 19)),
    Customer(JANE, "Jane Smith", "jane.smith@acme.com", "94107", "enterprise", date(2021, 9, 27)),
    Customer(MARY, "Mary Wilson", "mary.wilson@email.com", "30309", "basic", date(2023, 11, 8)),
    Customer(DOE, "John Doe", "john.doe@example.com", "02139", "premium", date(2023, 1, 15)),
    Customer(BOB, "Bob Lee", "bob.lee@acme.com", "94105", "enterprise", date(2021, 10, 4)),
    Customer(LUIS, "Luis Ortega", "luis.ortega@example.com", "K1A 0B1", "basic", date(2024, 7, 1)),
)


@dataclass(frozen=True)
class SeedOrder:
    """An order dated relative to the day of seeding."""

    id: str
    customer_id: str
    status: OrderStatus
    ordered_days_ago: int
    items: tuple[OrderItem, ...]
    shipped_days_ago: int | None = None
    shipped_business_days_ago: int | None = None  # instead, where it must be late on whatever day it is
    delivered_days_ago: int | None = None
    promised_from_days: int = 5
    promised_to_days: int = 7


@dataclass(frozen=True)
class SeedSubscription:
    """A subscription dated relative to the day of seeding; each charge is of the full amount."""

    id: str
    customer_id: str
    plan: str
    status: SubscriptionState
    amount_cents: int
    next_billing_in_days: int | None
    charged_days_ago: tuple[int, ...] = ()

    def charge_id(self, number: int) -> str:
        """Of the so-manieth charge."""
        return f"{self.id.replace('SUB-', 'CHG-')}-{number}"


_ROUTER = OrderItem("Travel Router", 1, 8999)
_HEADSET = OrderItem("Wireless Headset", 1, 12900)
_CHARGER = OrderItem("Desk Charger", 2, 3450)
_WEBCAM = OrderItem("Conference Webcam", 4, 14900)
_DOCK = OrderItem("Laptop Dock", 1, 14950)
_KEYBOARD = OrderItem("Compact Keyboard", 1, 6999)

ORDERS: Final = (
    SeedOrder("ORD-2024-1187", SARAH, "delivered", 34, (_HEADSET,), 32, delivered_days_ago=26),
    SeedOrder("ORD-2024-1234", JOHN, "shipped", 14, (_ROUTER,), shipped_business_days_ago=8),
    SeedOrder("ORD-2024-0871", JOHN, "delivered", 160, (_KEYBOARD,), 158, delivered_days_ago=152),
    SeedOrder("ORD-2024-1260", JANE, "pending", 1, (_WEBCAM,)),
    SeedOrder("ORD-2024-1149", MARY, "shipped", 20, (_KEYBOARD,), 18),
    SeedOrder("ORD-2024-0987", DOE, "delivered", 48, (_DOCK, _CHARGER), 46, delivered_days_ago=40),
    SeedOrder("ORD-2024-1202", LUIS, "cancelled", 15, (_HEADSET,)),
)

SUBSCRIPTIONS: Final = (
    SeedSubscription("SUB-6117", SARAH, "Premium", "active", 4999, 25, (5, 5, 36)),
    SeedSubscription("SUB-5528", JANE, "Pro", "active", 4999, 12, (18, 48)),
    SeedSubscription("SUB-7301", MARY, "Basic", "active", 999, 9, (21, 51)),
    SeedSubscription("SUB-7890", DOE, "Pro", "trial", 4999, 6),
    SeedSubscription("SUB-5534", BOB, "Pro", "past_due", 4999, -10, (41,)),
    SeedSubscription("SUB-7412", LUIS, "Basic", "cancelled", 999, None, (58,)),
)
