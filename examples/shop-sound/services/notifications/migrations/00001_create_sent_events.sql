-- +goose Up
CREATE TABLE sent_events (
    event_id uuid PRIMARY KEY,
    sent_at  timestamptz NOT NULL DEFAULT now()
);

-- +goose Down
DROP TABLE sent_events;
