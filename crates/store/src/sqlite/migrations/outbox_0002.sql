-- The last message to a worker of each kind.
CREATE INDEX outbox_worker ON outbox (worker, kind, nr) WHERE worker IS NOT NULL;
