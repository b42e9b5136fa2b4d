CREATE TABLE users (
    name           TEXT PRIMARY KEY,
    kind           TEXT NOT NULL,
    codice_fiscale TEXT,
    password_hash  TEXT,
    pincode_hash   BLOB,
    blocked        INTEGER NOT NULL,
    seed_password  INTEGER NOT NULL,
    contenuto      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX users_code ON users (codice_fiscale) WHERE codice_fiscale IS NOT NULL;

CREATE TABLE worker (
    codice_fiscale TEXT PRIMARY KEY,
    contenuto      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
