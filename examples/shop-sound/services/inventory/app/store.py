"""Stock in PostgreSQL."""

import os

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool
from pydantic import BaseModel, Field

pool = ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=20, timeout=2)


class NewReservation(BaseModel):
    order_id: str
    sku: str = Field(max_length=20)
    quantity: int = Field(ge=1, le=99)


def stock_levels(after: str, limit: int) -> list[dict]:
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "SELECT sku, on_hand, reserved FROM stock_levels WHERE sku > %s ORDER BY sku LIMIT %s",
            (after, limit),
        )
        return cursor.fetchall()


def stock_level(sku: str) -> dict | None:
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute("SELECT sku, on_hand, reserved FROM stock_levels WHERE sku = %s", (sku,))
        return cursor.fetchone()
