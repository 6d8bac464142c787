CREATE TABLE orders (
    order_id      uuid PRIMARY KEY,
    customer_id   uuid NOT NULL,
    status        text NOT NULL CHECK (status IN ('placed', 'paid', 'shipped', 'cancelled')),
    total_amount  real NOT NULL,
    currency      char(3) NOT NULL,
    placed_at     timestamp NOT NULL DEFAULT now()
);

CREATE TABLE order_lines (
    order_line_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id      uuid NOT NULL REFERENCES orders (order_id),
    sku           text NOT NULL,
    quantity      integer NOT NULL CHECK (quantity BETWEEN 1 AND 99)
);
