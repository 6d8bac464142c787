const catalog = process.env.CATALOG_URL;
const orders = process.env.ORDERS_URL;

export async function products(limit: number, cursor = "") {
  const response = await fetch(`${catalog}/v1/products?limit=${limit}&cursor=${encodeURIComponent(cursor)}`, {
    signal: AbortSignal.timeout(500),
  });
  if (!response.ok) throw new Error(`catalog answered ${response.status}`);
  return response.json();
}

export async function placeOrder(key: string, lines: { sku: string; quantity: number }[]) {
  const response = await fetch(`${orders}/v1/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ lines }),
    signal: AbortSignal.timeout(2000),
  });
  if (!response.ok) throw new Error(`orders answered ${response.status}`);
  return response.json();
}
