CREATE TABLE orders (
    order_id      uuid PRIMARY KEY,
    customer_id   uuid NOT NULL,
    status        text NOT NULL CHECK (status IN ('placed', 'paid', 'shipped', 'cancelled')),
    total_cents   bigint NOT NULL CHECK (total_cents >= 0),
    currency      char(3) NOT NULL,
    placed_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE order_lines (
    order_id uuid NOT NULL REFERENCES orders (order_id),
    line     smallint NOT NULL,
    sku      text NOT NULL,
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    PRIMARY KEY (order_id, line)
);

CREATE INDEX orders_customer_id_idx ON orders (customer_id, placed_at, order_id);
