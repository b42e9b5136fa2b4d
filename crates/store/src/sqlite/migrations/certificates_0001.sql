-- What is searched by is a column; the rest of a document is JSON in `contenuto`.
-- Instants are milliseconds since 1970 in UTC, dates are YYYY-MM-DD.
-- Rows of documents lie in the order of their arrival; their spread numbers are an index.

CREATE TABLE cancellation (
    id       INTEGER PRIMARY KEY,
    ricevuto INTEGER NOT NULL
) STRICT;

CREATE TABLE admission (
    nr               INTEGER PRIMARY KEY,
    pucir            INTEGER NOT NULL UNIQUE,
    ricevuto         INTEGER NOT NULL,
    lavoratore       TEXT NOT NULL,
    data_ricovero    TEXT NOT NULL,
    codice_regione   TEXT NOT NULL,
    codice_asl       TEXT NOT NULL,
    codice_struttura TEXT,
    -- At most one of the two: an admission with neither is open.
    annullamento     INTEGER REFERENCES cancellation (id),
    dimissione       INTEGER REFERENCES certificate (puc),
    contenuto        TEXT NOT NULL,
    CHECK (annullamento IS NULL OR dimissione IS NULL)
) STRICT;

CREATE INDEX admission_owner ON admission (lavoratore, pucir);
CREATE INDEX admission_open ON admission (lavoratore, data_ricovero)
    WHERE annullamento IS NULL AND dimissione IS NULL;

CREATE TABLE certificate (
    nr             INTEGER PRIMARY KEY,
    puc            INTEGER NOT NULL UNIQUE,
    ricevuto       INTEGER NOT NULL,
    medico         TEXT NOT NULL,
    lavoratore     TEXT NOT NULL,
    data_inizio    TEXT NOT NULL,
    data_fine      TEXT NOT NULL,
    -- The first eight bytes of SHA-256 over what makes a duplicate.
    impronta       INTEGER NOT NULL,
    -- The admission that a discharge certificate closes.
    pucir          INTEGER REFERENCES admission (pucir),
    rettifica_di   INTEGER REFERENCES certificate (puc),
    -- At most one of the two: a certificate with neither stands.
    annullamento   INTEGER REFERENCES cancellation (id),
    rettificato_da INTEGER REFERENCES certificate (puc),
    contenuto      TEXT NOT NULL,
    CHECK (annullamento IS NULL OR rettificato_da IS NULL)
) STRICT;

-- Finds a doctor's certificates for a worker, one or all, without touching any other's row:
-- so not even the time taken tells whether somebody else has a number.
CREATE INDEX certificate_owner ON certificate (medico, lavoratore, puc);
CREATE INDEX certificate_equal ON certificate (impronta) WHERE annullamento IS NULL;
