package example.shop.payments;

import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/payments")
public class PaymentController {
    private final Payments payments;

    public PaymentController(Payments payments) {
        this.payments = payments;
    }

    @GetMapping
    public List<Payment> list(@RequestParam("order_id") UUID orderId, @RequestParam(defaultValue = "20") int limit) {
        return payments.ofOrder(orderId, Math.min(limit, 100));
    }

    @GetMapping("/{paymentId}")
    public ResponseEntity<Payment> read(@PathVariable UUID paymentId) {
        return ResponseEntity.of(payments.byId(paymentId));
    }

    @PostMapping
    public ResponseEntity<Payment> create(@RequestBody NewPayment payment) {
        return ResponseEntity.status(HttpStatus.CREATED).body(payments.charge(payment));
    }
}
