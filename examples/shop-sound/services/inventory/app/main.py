"""What is in the warehouse, and what of it is promised."""

from fastapi import FastAPI, HTTPException, Query

from app import store

app = FastAPI(title="Inventory", version="1.4.0")


@app.get("/healthz")
def healthy() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/v1/stock-levels")
def list_stock_levels(limit: int = Query(20, ge=1, le=100), cursor: str = "") -> dict:
    items = store.stock_levels(cursor, limit)
    return {"items": items, "next_cursor": items[-1]["sku"] if len(items) == limit else None}


@app.get("/v1/stock-levels/{sku}")
def get_stock_level(sku: str) -> dict:
    level = store.stock_level(sku)
    if level is None:
        raise HTTPException(status_code=404)
    return level


@app.post("/v1/reservations", status_code=201)
def create_reservation(reservation: store.NewReservation) -> dict:
    return store.reserve(reservation)
