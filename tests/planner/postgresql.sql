-- name: AnyOfArray :many
SELECT name FROM person WHERE id = ANY($1::bigint[]);
-- name: AnyOfQuery :many
SELECT name FROM person WHERE id = ANY(SELECT person_id FROM badge WHERE points = $1);
-- name: RowsOfUnnest :many
SELECT amount FROM reading WHERE (tenant_id, taken_at, sensor_id) IN (SELECT unnest($1::bigint[]), unnest($2::timestamp[]), unnest($3::bigint[]));
-- name: JoinOfUnnest :many
SELECT p.name FROM unnest($1::bigint[]) AS input (id) JOIN person p ON p.id = input.id;
-- name: JoinOfRows :many
SELECT r.amount FROM wanted w JOIN reading r ON (r.tenant_id, r.taken_at, r.sensor_id) = (w.tenant_id, w.taken_at, w.sensor_id) WHERE w.sensor_id = $1;
-- name: NotDistinct :many
SELECT id FROM badge WHERE kind IS NOT DISTINCT FROM $1 AND points = $2;
-- name: HashIndex :many
SELECT id FROM document WHERE code = $1;
-- name: KeyOfJson :many
SELECT id FROM document WHERE body ->> 'kind' = $1;
-- name: OtherKeyOfJson :many
SELECT id FROM document WHERE body ->> 'name' = $1;
-- name: IndexedCalculation :many
SELECT id FROM document WHERE date_trunc('day', day) = $1;
-- name: BlockRange :many
SELECT id FROM document WHERE made_at > $1;
-- name: ArrayHolds :many
SELECT id FROM event WHERE tags @> $1;
-- name: PartitionedByKey :many
SELECT data FROM event WHERE (tenant_id, seen_at, id) = ($1, $2, $3);
-- name: PartitionedLeading :many
SELECT data FROM event WHERE tenant_id = $1;
-- name: PartitionedUnserved :many
SELECT data FROM event WHERE id = $1;
-- name: UpdateFrom :exec
UPDATE person p SET name = t.slug FROM team t WHERE t.id = p.team_id AND p.id = $1;
-- name: DeleteUsing :exec
DELETE FROM badge b USING person p WHERE p.id = b.person_id AND p.id = $1;
-- name: LateralRows :many
SELECT t.slug, x.name FROM team t CROSS JOIN LATERAL (SELECT p.name FROM person p WHERE p.team_id = t.id LIMIT 3) x WHERE t.region = $1 AND t.slug = $2;
-- name: WithUpdate :many
WITH done AS (UPDATE mail SET status = 'sent' WHERE id = $1 RETURNING recipient) SELECT p.id FROM person p WHERE p.team_id = $2 AND p.email IN (SELECT recipient FROM done);
-- name: LockedQueue :many
SELECT id FROM mail WHERE status = 'queued' ORDER BY queued_at LIMIT 10 FOR UPDATE SKIP LOCKED;
-- name: AlternativeOfQuery :many
SELECT id FROM badge WHERE points = $1 AND (id IN (SELECT id FROM wanted_badge) OR id = $2);
-- name: Excluded :many
SELECT note FROM booking WHERE room_id = $1;
-- name: SlugThroughJoin :many
SELECT t.slug FROM team t JOIN zone z ON z.name = t.region AND z.id = t.owner_id WHERE z.name = $1 AND t.slug = $2 AND z.id = $3;
