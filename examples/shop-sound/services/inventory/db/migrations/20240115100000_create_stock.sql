-- migrate:up
CREATE TABLE stock_levels (
    sku      text PRIMARY KEY,
    on_hand  integer NOT NULL CHECK (on_hand >= 0),
    reserved integer NOT NULL DEFAULT 0 CHECK (reserved >= 0)
);

CREATE TABLE reservations (
    reservation_id uuid PRIMARY KEY,
    order_id       uuid NOT NULL,
    sku            text NOT NULL REFERENCES stock_levels (sku),
    quantity       integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    reserved_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (order_id, sku)
);

CREATE INDEX reservations_sku_idx ON reservations (sku);
-- migrate:down
DROP TABLE reservations;
DROP TABLE stock_levels;
