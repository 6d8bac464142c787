import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 5 });

export async function wasSent(orderId: string): Promise<boolean> {
  const found = await pool.query("SELECT status FROM orders WHERE order_id = $1", [orderId]);
  return found.rows[0]?.status === "shipped";
}

export async function markSent(orderId: string): Promise<void> {
  await pool.query("UPDATE orders SET status = 'shipped' WHERE order_id = $1", [orderId]);
}
