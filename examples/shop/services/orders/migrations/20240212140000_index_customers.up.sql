CREATE INDEX orders_customer_id_idx ON orders (customer_id, placed_at, order_id);
