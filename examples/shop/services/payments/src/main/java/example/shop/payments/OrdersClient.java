package example.shop.payments;

import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Asks orders for the total before a card is charged. */
@Component
public class OrdersClient {
    private final RestClient client;

    public OrdersClient(RestClient.Builder builder, @Value("${shop.orders-url}") String url) {
        this.client = builder.baseUrl(url).build();
    }

    public Order order(UUID orderId) {
        return client.get().uri("/v1/orders/{id}", orderId).retrieve().body(Order.class);
    }
}
