"""What is on sale now, with what is left of it."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from toolserver.scenarios.customer_service_retail import tables


@dataclass(frozen=True)
class Product:
    """One product with its sale price."""

    id: str
    type: str
    name: str
    retail_cents: int
    sale_cents: int
    stock: int

    @property
    def discount_pct(self) -> int:
        """Per cent off, rounded down so that nothing is promised too much."""
        return (self.retail_cents - self.sale_cents) * 100 // self.retail_cents


def load_products(db: Connection, category: str | None = None) -> tuple[Product, ...]:
    """Products on sale, the biggest discount first."""
    query = select(tables.products)
    if category is not None:
        query = query.where(tables.products.c.type == category)
    products = [_product(row) for row in db.execute(query).mappings()]
    return tuple(sorted(products, key=lambda product: (-product.discount_pct, product.id)))


def lock_product(db: Connection, product_id: str) -> Product | None:
    """The product, held until the end of the writing unit."""
    query = select(tables.products).where(tables.products.c.id == product_id).with_for_update()
    row = db.execute(query).mappings().one_or_none()
    return _product(row) if row is not None else None


def _product(row: RowMapping) -> Product:
    return Product(**row)
