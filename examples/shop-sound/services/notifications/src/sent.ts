import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 5 });

export async function wasSent(eventId: string): Promise<boolean> {
  const found = await pool.query("SELECT 1 FROM sent_events WHERE event_id = $1", [eventId]);
  return found.rowCount === 1;
}

export async function markSent(eventId: string): Promise<void> {
  await pool.query("INSERT INTO sent_events (event_id) VALUES ($1) ON CONFLICT DO NOTHING", [eventId]);
}
