CREATE TABLE categories (
    category_id uuid PRIMARY KEY,
    name        text NOT NULL UNIQUE
);

CREATE TABLE products (
    product_id  uuid PRIMARY KEY,
    sku         text NOT NULL UNIQUE,
    name        text NOT NULL,
    category_id uuid NOT NULL REFERENCES categories (category_id),
    price_cents bigint NOT NULL CHECK (price_cents >= 0),
    currency    char(3) NOT NULL,
    updated_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX products_category_id_name_idx ON products (category_id, name, product_id);
CREATE INDEX products_name_idx ON products (name, product_id);
