CREATE TABLE person (
    id bigint PRIMARY KEY,
    team_id bigint NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    nickname text,
    is_active boolean NOT NULL,
    joined_at timestamp NOT NULL,
    deleted_at timestamp
);
CREATE INDEX person_team ON person (team_id, joined_at);
CREATE UNIQUE INDEX person_email ON person (lower(email));
CREATE INDEX person_living ON person (name) WHERE deleted_at IS NULL;
CREATE INDEX person_nickname ON person (nickname);
CREATE TABLE team (
    id bigint PRIMARY KEY,
    owner_id bigint NOT NULL,
    slug text NOT NULL,
    region text NOT NULL
);
CREATE UNIQUE INDEX team_slug ON team (region, slug);
CREATE TABLE badge (
    id bigint PRIMARY KEY,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    points bigint NOT NULL,
    bonus bigint NOT NULL,
    given_at timestamp NOT NULL
);
CREATE TABLE reading (
    tenant_id bigint NOT NULL,
    taken_at timestamp NOT NULL,
    sensor_id bigint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (tenant_id, taken_at, sensor_id)
);
CREATE TABLE mail (
    id bigint PRIMARY KEY,
    status text NOT NULL,
    queued_at timestamp NOT NULL,
    recipient text NOT NULL
);
CREATE INDEX mail_queued ON mail (queued_at) WHERE status = 'queued';
CREATE TABLE wanted (
    tenant_id bigint NOT NULL,
    taken_at timestamp NOT NULL,
    sensor_id bigint NOT NULL
);
