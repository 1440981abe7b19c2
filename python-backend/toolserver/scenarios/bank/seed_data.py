"""The demo bank: who its customers are, what was booked on their accounts, which cards they have.

Every balance follows from the bookings below, and no booking overdraws an account on its day.
"""

from dataclasses import dataclass
from typing import Final

from toolserver.scenarios.bank.accounts import BANK, CLEARING, AccountStatus, AccountType
from toolserver.scenarios.bank.cards import ACTIVE, BLOCKED
from toolserver.scenarios.bank.customers import Customer
from toolserver.scenarios.bank.ledger import Kind

CHECKING, SAVINGS = AccountType.CHECKING, AccountType.SAVINGS
TODAY: Final = 0
_EXTERNAL: Final = CLEARING["external"]


@dataclass(frozen=True)
class SeedAccount:
    """An account, empty before anything is booked."""

    type: AccountType
    number: str
    status: AccountStatus = AccountStatus.OPEN


@dataclass(frozen=True)
class SeedBooking:
    """What one account got, or with a minus gave, so many days before the day of seeding."""

    days_ago: int
    cents: int
    description: str
    type: AccountType = CHECKING
    other: str = _EXTERNAL  # the other side: an account of the bank's own, or the customer's savings
    kind: Kind = Kind.BOOKING
    other_description: str = ""


@dataclass(frozen=True)
class SeedHold:
    """A card payment on the checking account that is not booked yet."""

    days_ago: int
    cents: int
    description: str


@dataclass(frozen=True)
class SeedCard:
    """A card; `replacement` is the number of the order for the next one, made yesterday."""

    type: str
    last_four: str
    status: str = ACTIVE
    replacement: str | None = None


@dataclass(frozen=True)
class SeedCustomer:
    """A customer with everything that is theirs; bookings from the oldest to the newest."""

    customer: Customer
    about: str
    accounts: tuple[SeedAccount, SeedAccount]
    bookings: tuple[SeedBooking, ...]
    cards: tuple[SeedCard, ...]
    holds: tuple[SeedHold, ...] = ()


def opening(cents: int, type_: AccountType = CHECKING) -> SeedBooking:
    """The first deposit."""
    return SeedBooking(60, cents, "Opening deposit", type_, BANK, Kind.OPENING)


HANNAH: Final = SeedCustomer(
    Customer("BNK-0001", "Hannah Doyle", "+12125550114", "6042", "123 Main St, Anytown"),
    "Has a checking account with a month of bookings, and two cards.",
    (SeedAccount(CHECKING, "4021873365"), SeedAccount(SAVINGS, "4021873373")),
    (
        opening(46_354),
        opening(820_000, SAVINGS),
        SeedBooking(20, -1_500, "Fee", other=BANK),
        SeedBooking(18, 1_234, "Interest", other=BANK),
        SeedBooking(15, -4_567, "Gas"),
        SeedBooking(13, -845, "Coffee"),
        SeedBooking(11, 50_000, "Savings", other=SAVINGS, kind=Kind.OWN, other_description="Transfer to checking"),
        SeedBooking(9, -12_543, "Electric"),
        SeedBooking(7, -10_000, "ATM"),
        SeedBooking(5, -15_678, "Grocery"),
        SeedBooking(4, 350_000, "Salary"),
        SeedBooking(3, -270_000, "Rent"),
        SeedBooking(1, -8_999, "Amazon"),
    ),
    (SeedCard("Gold", "2764"), SeedCard("Silver", "9081")),
)

VICTOR: Final = SeedCustomer(
    Customer("BNK-0002", "Victor Osei", "+17185550137", "9315", "48 Harbor Road, Millbrook"),
    "The checking account is frozen: it can be looked at, and no money moves.",
    (SeedAccount(CHECKING, "4031526608", AccountStatus.FROZEN), SeedAccount(SAVINGS, "4031526616")),
    (
        opening(214_000),
        opening(63_500, SAVINGS),
        SeedBooking(12, -3_150, "Pharmacy"),
        SeedBooking(6, -7_499, "Book shop"),
    ),
    (SeedCard("Basic", "5520"),),
)

LENA: Final = SeedCustomer(
    Customer("BNK-0003", "Lena Fischer", "+16465550152", "3768", "9 Orchard Lane, Fairview"),
    "Has sent 4,800 dollars today: 200 are left of the daily limit.",
    (SeedAccount(CHECKING, "4047719254"), SeedAccount(SAVINGS, "4047719262")),
    (
        opening(1_250_000),
        opening(400_000, SAVINGS),
        SeedBooking(8, -22_080, "Insurance"),
        SeedBooking(TODAY, -480_000, "External transfer to account ending in 7731", kind=Kind.EXTERNAL),
    ),
    (SeedCard("Gold", "6613"),),
)

MARCUS: Final = SeedCustomer(
    Customer("BNK-0004", "Marcus Webb", "+19145550171", "5590", "210 Elm Avenue, Riverton"),
    "Has two card payments pending: less is available than is booked.",
    (SeedAccount(CHECKING, "4058840913"), SeedAccount(SAVINGS, "4058840921")),
    (
        opening(90_000),
        opening(150_000, SAVINGS),
        SeedBooking(10, 215_000, "Salary"),
        SeedBooking(4, -64_225, "Rent share"),
    ),
    (SeedCard("Silver", "3349"), SeedCard("Basic", "8057")),
    (SeedHold(1, 31_240, "Hotel"), SeedHold(1, 4_775, "Gas station")),
)

INES: Final = SeedCustomer(
    Customer("BNK-0005", "Ines Carvalho", "+19175550186", "1427", "77 Mill Street, Brookside"),
    "Lost her Gold card yesterday: it is blocked, and a new one is on its way.",
    (SeedAccount(CHECKING, "4063395577"), SeedAccount(SAVINGS, "4063395585")),
    (
        opening(330_000),
        opening(72_000, SAVINGS),
        SeedBooking(14, -18_900, "Dentist"),
        SeedBooking(2, -2_640, "Restaurant"),
    ),
    (SeedCard("Gold", "7192", BLOCKED, "REP-DEMO-501"), SeedCard("Basic", "4408")),
)

PETER: Final = SeedCustomer(
    Customer("BNK-0006", "Peter Lind", "+15165550129", "8206", "5 Station Road, Hillcrest"),
    "Has 23 dollars and 10 cents on the checking account, and 5 dollars in savings.",
    (SeedAccount(CHECKING, "4070012846"), SeedAccount(SAVINGS, "4070012854")),
    (
        opening(20_000),
        opening(500, SAVINGS),
        SeedBooking(16, -14_690, "Electric"),
        SeedBooking(3, -3_000, "Grocery"),
    ),
    (SeedCard("Basic", "1936"),),
)

CUSTOMERS: Final = (HANNAH, VICTOR, LENA, MARCUS, INES, PETER)


def transaction_id_of(one: SeedCustomer, index: int) -> str:
    """The number of a seeded transaction."""
    return f"TX-DEMO-{one.customer.id[-1]}{index + 1:02}"


SEEDED_TRANSACTIONS: Final = frozenset(
    transaction_id_of(one, index) for one in CUSTOMERS for index in range(len(one.bookings))
)
