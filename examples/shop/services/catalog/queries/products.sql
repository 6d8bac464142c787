-- name: GetProduct :one
SELECT product_id, sku, name, category_id, price_cents, currency, updated_at
FROM products
WHERE product_id = $1;
-- name: ListProducts :many
SELECT * FROM products ORDER BY name;

-- name: ListProductsOfCategory :many
SELECT product_id, sku, name, category_id, price_cents, currency, updated_at
FROM products
WHERE category_id = $1
ORDER BY name
LIMIT $2 OFFSET $3;

-- name: SearchProducts :many
SELECT product_id, sku, name, price_cents, currency
FROM products
WHERE name ILIKE '%' || $1 || '%'
LIMIT 20;
-- name: CreateProduct :exec
INSERT INTO products (product_id, sku, name, category_id, price_cents, currency)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: ProductsChangedSince :many
SELECT product_id, sku, name, price_cents, currency
FROM products
WHERE updated_at > $1
ORDER BY updated_at
LIMIT $2;
