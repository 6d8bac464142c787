CREATE INDEX CONCURRENTLY products_updated_at_idx ON products (updated_at);
