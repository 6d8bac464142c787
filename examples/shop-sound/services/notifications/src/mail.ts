export async function send(event: { order_id: string; type: string }): Promise<void> {
  const response = await fetch(process.env.MAIL_API_URL!, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ template: event.type, order: event.order_id }),
    signal: AbortSignal.timeout(3000),
  });
  if (!response.ok) throw new Error(`mail answered ${response.status}`);
}
