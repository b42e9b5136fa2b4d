CREATE TABLE lockout (
    name          TEXT PRIMARY KEY,
    until         INTEGER NOT NULL,
    machine_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
