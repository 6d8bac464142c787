-- name: KeyEqual :many
SELECT name FROM person WHERE id = $1;
-- name: KeyInList :many
SELECT name FROM person WHERE id IN ($1, $2);
-- name: LeadingColumn :many
SELECT name FROM person WHERE team_id = $1;
-- name: BothColumns :many
SELECT name FROM person WHERE team_id = $1 AND joined_at = $2;
-- name: EqualityThenRange :many
SELECT name FROM person WHERE team_id = $1 AND joined_at > $2;
-- name: RangeOnLeading :many
SELECT name FROM person WHERE team_id > $1;
-- name: BetweenOnLeading :many
SELECT name FROM person WHERE team_id BETWEEN $1 AND $2;
-- name: SecondColumnAlone :many
SELECT name FROM person WHERE joined_at = $1;
-- name: NoIndexAtAll :many
SELECT id FROM badge WHERE kind = $1;
-- name: NoIndexRange :many
SELECT id FROM badge WHERE points > $1;
-- name: ExpressionIndex :many
SELECT id FROM person WHERE lower(email) = $1;
-- name: ExpressionOfParameter :many
SELECT id FROM person WHERE lower(email) = lower($1);
-- name: OtherExpression :many
SELECT id FROM person WHERE upper(email) = $1;
-- name: BareColumnOfExpressionIndex :many
SELECT id FROM person WHERE email = $1;
-- name: PartialGiven :many
SELECT id FROM person WHERE name = $1 AND deleted_at IS NULL;
-- name: PartialConstantGiven :many
SELECT id FROM mail WHERE status = 'queued' AND queued_at < $1;
-- name: PartialByConstantAlone :many
SELECT id FROM mail WHERE status = 'queued' ORDER BY queued_at LIMIT 10;
-- name: PartialOfOtherConstant :many
SELECT id FROM mail WHERE status = 'sent' AND recipient = $1;
-- name: NullIsFound :many
SELECT id FROM person WHERE nickname IS NULL AND team_id <> $1;
-- name: Flag :many
SELECT id FROM person WHERE is_active AND email = $1;
-- name: AlternativesServed :many
SELECT name FROM person WHERE id = $1 OR team_id = $2;
-- name: AlternativesHalfServed :many
SELECT id FROM badge WHERE id = $1 OR kind = $2;
-- name: AlternativeBesideUnserved :many
SELECT id FROM badge WHERE kind = $1 AND (points = $2 OR bonus = $3);
-- name: AlternativeBesideServed :many
SELECT name FROM person WHERE team_id = $1 AND (name = $2 OR email = $3);
-- name: OptionalBesideServed :many
SELECT name FROM person WHERE team_id = $1 AND (CAST($2 AS text) IS NULL OR name = $2);
-- name: OptionalBesideUnserved :many
SELECT id FROM badge WHERE person_id = $1 AND (CAST($2 AS text) IS NULL OR kind = $2);
-- name: SameColumnTwice :many
SELECT name FROM person WHERE id = $1 OR id = $2;
-- name: RowsEqual :many
SELECT amount FROM reading WHERE (tenant_id, taken_at, sensor_id) = ($1, $2, $3);
-- name: RowsAfter :many
SELECT amount FROM reading WHERE (tenant_id, taken_at) > ($1, $2) ORDER BY tenant_id, taken_at LIMIT 10;
-- name: RowsAfterSecond :many
SELECT amount FROM reading WHERE tenant_id = $1 AND (taken_at, sensor_id) > ($2, $3) LIMIT 10;
-- name: RowsAfterUnserved :many
SELECT amount FROM reading WHERE (sensor_id, taken_at) > ($1, $2) LIMIT 10;
-- name: RowsInQuery :many
SELECT amount FROM reading WHERE (tenant_id, taken_at, sensor_id) IN (SELECT tenant_id, taken_at, sensor_id FROM wanted);
-- name: ColumnInQuery :many
SELECT name FROM person WHERE id IN (SELECT person_id FROM badge WHERE kind = $1);
-- name: EqualsQuery :many
SELECT name FROM person WHERE team_id = (SELECT id FROM team WHERE region = $1 AND slug = $2);
-- name: TwoColumnsOfOneRow :many
SELECT id FROM badge WHERE points > bonus AND kind = $1;
-- name: CalculationOverKey :many
SELECT name FROM person WHERE id + 1 = $1 AND email = $2;
-- name: KeyEqualsCalculation :many
SELECT name FROM person WHERE id = $1 + 1;
-- name: CoalesceOfItself :many
SELECT id FROM badge WHERE kind = coalesce($1, kind) AND points = $2;
-- name: JoinByKey :many
SELECT p.name FROM badge b JOIN person p ON p.id = b.person_id WHERE b.id = $1;
-- name: JoinWithoutIndex :many
SELECT b.kind FROM person p JOIN badge b ON b.person_id = p.id WHERE p.id = $1;
-- name: JoinByLeadingColumn :many
SELECT p.name FROM team t JOIN person p ON p.team_id = t.id WHERE t.id = $1;
-- name: JoinChain :many
SELECT p.name FROM team t JOIN person p ON p.team_id = t.id JOIN badge b ON b.id = p.id WHERE t.region = $1 AND t.slug = $2;
-- name: JoinByComma :many
SELECT p.name FROM team t, person p WHERE p.team_id = t.id AND t.id = $1;
-- name: LeftJoinByKey :many
SELECT t.slug FROM person p LEFT JOIN team t ON t.id = p.team_id WHERE p.id = $1;
-- name: LeftJoinKeepsUnserved :many
SELECT b.id FROM badge b LEFT JOIN person p ON p.id = b.person_id WHERE b.kind = $1;
-- name: ConstantThroughJoin :many
SELECT r.amount FROM team t JOIN reading r ON r.tenant_id = t.id WHERE t.id = $1 AND r.sensor_id = $2;
-- name: FilterAndJoinServed :many
SELECT p.name FROM team t JOIN person p ON p.team_id = t.id WHERE t.id = $1 AND p.email = $2;
-- name: CorrelatedExists :many
SELECT t.slug FROM team t WHERE t.id = $1 AND EXISTS (SELECT 1 FROM person p WHERE p.team_id = t.id AND p.name = $2);
-- name: NameFromWith :many
WITH chosen AS (SELECT id FROM team WHERE region = $1) SELECT p.name FROM person p WHERE p.team_id = $2 AND p.id IN (SELECT id FROM chosen);
-- name: UpdateByKey :exec
UPDATE person SET name = $1 WHERE id = $2;
-- name: UpdateUnserved :exec
UPDATE badge SET points = $1 WHERE kind = $2;
-- name: DeleteByLeading :exec
DELETE FROM person WHERE team_id = $1;
-- name: DeleteUnserved :exec
DELETE FROM badge WHERE given_at < $1;
-- name: DeleteByQuery :exec
DELETE FROM person WHERE id IN (SELECT person_id FROM badge WHERE points < $1);
-- name: NotEqualOnly :many
SELECT id FROM badge WHERE kind <> $1 AND points = $2;
-- name: NegatedList :many
SELECT name FROM person WHERE team_id NOT IN ($1, $2) AND email = $3;
-- name: GroupsTested :many
SELECT team_id FROM person WHERE email = $1 GROUP BY team_id HAVING max(joined_at) > $2;
-- name: CaseOverColumns :many
SELECT id FROM badge WHERE CASE WHEN points > 1 THEN kind ELSE 'x' END = $1 AND bonus = $2;
-- name: LeadingWildcard :many
SELECT id FROM badge WHERE kind LIKE '%x' AND points = $1;
-- name: SelfContained :many
SELECT count(*) FROM reading WHERE tenant_id = $1 AND taken_at >= $2 AND taken_at < $3;
-- name: SkippedMiddle :many
SELECT amount FROM reading WHERE tenant_id = $1 AND sensor_id = $2;
-- name: WithoutFirst :many
SELECT amount FROM reading WHERE taken_at = $1 AND sensor_id = $2;
-- name: UnionOfTwo :many
SELECT name FROM person WHERE id = $1 UNION ALL SELECT kind FROM badge WHERE points = $2;
