import rateLimit from "@fastify/rate-limit";
import Fastify from "fastify";
import { placeOrder, products } from "./neighbours.js";

const app = Fastify({ logger: true });
await app.register(rateLimit, { max: 600, timeWindow: "1 minute" });

app.get("/healthz", async () => ({ status: "ok" }));
app.get("/readyz", async () => ({ status: "ok" }));

app.get<{ Querystring: { limit?: number; cursor?: string } }>("/v1/products", async (request) =>
  products(Math.min(request.query.limit ?? 20, 100), request.query.cursor),
);

app.post<{ Body: { lines: { sku: string; quantity: number }[] } }>("/v1/checkouts", async (request, reply) => {
  const order = await placeOrder(request.headers["idempotency-key"] as string, request.body.lines);
  return reply.code(201).send(order);
});

await app.listen({ host: "0.0.0.0", port: 8080 });
