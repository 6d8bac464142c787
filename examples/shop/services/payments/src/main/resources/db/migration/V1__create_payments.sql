CREATE TABLE payments (
    payment_id   BINARY(16) NOT NULL,
    order_id     BINARY(16) NOT NULL,
    customer_id  BINARY(16) NOT NULL,
    total_amount FLOAT NOT NULL,
    currency     CHAR(3) NOT NULL,
    status       ENUM('authorised', 'captured', 'refused') NOT NULL,
    created_at   TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    PRIMARY KEY (payment_id),
    KEY payments_order_id_idx (order_id, created_at)
) ENGINE = InnoDB;
