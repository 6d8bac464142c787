CREATE TYPE mood AS ENUM ('calm', 'cross');
CREATE TABLE event (
    id bigint GENERATED ALWAYS AS IDENTITY,
    tenant_id bigint NOT NULL,
    seen_at timestamptz NOT NULL,
    mood mood NOT NULL,
    tags text[] NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (tenant_id, seen_at, id)
) PARTITION BY RANGE (seen_at);
CREATE TABLE event_first PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_second PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX event_tags ON event USING gin (tags);
CREATE TABLE document (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL,
    code text NOT NULL,
    body jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    day timestamp NOT NULL
);
CREATE INDEX document_code ON document USING hash (code);
CREATE INDEX document_kind ON document ((body ->> 'kind'));
CREATE INDEX document_day ON document (date_trunc('day', day));
CREATE INDEX document_made ON document USING brin (made_at);
CREATE TABLE wanted_badge (id bigint PRIMARY KEY);
CREATE TABLE zone (id bigint PRIMARY KEY, name text NOT NULL);
CREATE EXTENSION btree_gist;
CREATE TABLE booking (
    room_id bigint NOT NULL,
    during tsrange NOT NULL,
    note text NOT NULL,
    EXCLUDE USING gist (room_id WITH =, during WITH &&)
);
