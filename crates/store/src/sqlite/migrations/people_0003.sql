-- What the register knows beside who people are: names, residences, contacts, secrets of other channels.
CREATE TABLE user_profile (
    name              TEXT PRIMARY KEY,
    codice_telefonico TEXT UNIQUE,
    pin_hash          BLOB,
    seed_pin          INTEGER NOT NULL,
    contenuto         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE worker_profile (
    codice_fiscale TEXT PRIMARY KEY,
    pin_hash       BLOB,
    seed_pin       INTEGER NOT NULL,
    contenuto      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE employer (
    codice_fiscale TEXT PRIMARY KEY,
    contenuto      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE employer_user (
    name          TEXT PRIMARY KEY,
    password_hash TEXT,
    seed_password INTEGER NOT NULL,
    contenuto     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE employment (
    worker    TEXT NOT NULL,
    employer  TEXT NOT NULL,
    dal       TEXT NOT NULL,
    contenuto TEXT NOT NULL,
    PRIMARY KEY (worker, employer, dal)
) STRICT, WITHOUT ROWID;

CREATE INDEX employment_employer ON employment (employer);
