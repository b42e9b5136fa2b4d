CREATE TABLE journal (
    nr        INTEGER PRIMARY KEY,
    id        INTEGER NOT NULL,
    received  INTEGER NOT NULL,
    operation TEXT,
    user      TEXT,
    kind      TEXT,
    how       TEXT,
    peer      TEXT,
    -- 'accepted'; 'refused' with the rules' names in a JSON array; 'fault' with its code.
    ending    TEXT NOT NULL,
    detail    TEXT,
    number    INTEGER,
    micros    INTEGER NOT NULL,
    bytes_in  INTEGER NOT NULL,
    bytes_out INTEGER NOT NULL
) STRICT;

CREATE INDEX journal_age ON journal (received);
