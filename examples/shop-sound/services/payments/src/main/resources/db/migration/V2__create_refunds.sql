CREATE TABLE refunds (
    refund_id    BINARY(16) NOT NULL,
    payment_id   BINARY(16) NOT NULL,
    amount_cents BIGINT NOT NULL,
    created_at   TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    PRIMARY KEY (refund_id),
    KEY refunds_payment_id_idx (payment_id),
    CONSTRAINT refunds_payment_id_fk FOREIGN KEY (payment_id) REFERENCES payments (payment_id)
) ENGINE = InnoDB;
