-- migrate:up
ALTER TABLE stock_levels VALIDATE CONSTRAINT stock_levels_promised_check;

-- migrate:down
SELECT 1;
