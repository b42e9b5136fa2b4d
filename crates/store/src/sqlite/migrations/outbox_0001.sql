-- Messages to workers, employers and others. Instants are milliseconds since 1970 in UTC.
CREATE TABLE outbox (
    nr        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL,
    event     TEXT NOT NULL,
    -- PUC or PUCIR, and the number that the journal has of the exchange.
    document  INTEGER,
    number    INTEGER,
    worker    TEXT,
    recipient TEXT NOT NULL,
    state     TEXT NOT NULL,
    created   INTEGER NOT NULL,
    -- When the next thing happens to it, if anything does.
    due       INTEGER,
    contenuto TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_due ON outbox (due, nr) WHERE due IS NOT NULL;
CREATE INDEX outbox_document ON outbox (document) WHERE document IS NOT NULL;

-- Files that are made once; prints of documents are made when they are asked for.
CREATE TABLE outbox_file (
    item  INTEGER NOT NULL,
    name  TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (item, name)
) STRICT, WITHOUT ROWID;

-- What the next daily flow to an employer carries. 'accepted' or 'cancelled'.
CREATE TABLE flow (
    nr       INTEGER PRIMARY KEY,
    employer TEXT NOT NULL,
    number   INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    what     TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

CREATE INDEX flow_employer ON flow (employer, nr);
CREATE INDEX flow_at ON flow (at);
