-- migrate:up
ALTER TABLE stock_levels ADD CONSTRAINT stock_levels_promised_check CHECK (reserved <= on_hand);

-- migrate:down
ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_promised_check;
