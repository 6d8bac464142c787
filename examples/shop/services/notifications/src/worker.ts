import amqp from "amqplib";
import { createServer } from "node:http";
import { wasSent, markSent } from "./sent.js";
import { send } from "./mail.js";

const connection = await amqp.connect(process.env.BROKER_URL!);
const channel = await connection.createChannel();
await channel.prefetch(10);
await channel.assertQueue("notifications", { durable: true, deadLetterExchange: "notifications.dead" });

await channel.consume("notifications", async (message) => {
  if (!message) return;
  const event = JSON.parse(message.content.toString()) as { id: string; order_id: string; type: string };
  try {
    if (!(await wasSent(event.id))) {
      await send(event);
      await markSent(event.id);
    }
    channel.ack(message);
  } catch {
    channel.nack(message, false, false);
  }
});

createServer((_, response) => response.end("ok")).listen(8085);
