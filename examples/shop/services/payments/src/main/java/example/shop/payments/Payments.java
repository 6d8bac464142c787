package example.shop.payments;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class Payments {
    private final JdbcClient jdbc;

    public Payments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Payment> ofOrder(UUID orderId, int limit) {
        return jdbc.sql("SELECT payment_id, order_id, status, total_amount, currency, created_at FROM payments WHERE order_id = ? ORDER BY created_at LIMIT ?")
                .param(orderId)
                .param(limit)
                .query(Payment.class)
                .list();
    }
}
