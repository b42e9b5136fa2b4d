-- Credentials of the institute's services. Instants are milliseconds since 1970 in UTC. Of a secret there is its
-- hash; halves on their way are in the outbox, envelopes that nobody has opened in `pin_envelope`.
CREATE TABLE pin_subject (
    codice_fiscale TEXT PRIMARY KEY,
    -- Of its PIN, where it has one that has not ended.
    stato          TEXT,
    tipo           TEXT,
    -- The secret is one that everybody can read.
    seed_secret    INTEGER NOT NULL,
    -- When the next thing happens to it by itself, if anything does.
    due            INTEGER,
    -- Rises with each change.
    version        INTEGER NOT NULL,
    contenuto      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX pin_subject_due ON pin_subject (due) WHERE due IS NOT NULL;

CREATE TABLE pin_request (
    numero         INTEGER PRIMARY KEY,
    codice_fiscale TEXT NOT NULL,
    canale         TEXT NOT NULL,
    tipo           TEXT NOT NULL,
    stato          TEXT NOT NULL,
    ordine         TEXT,
    due            INTEGER,
    contenuto      TEXT NOT NULL,
    -- The copy of a document, until the decision.
    copia          BLOB
) STRICT;

CREATE INDEX pin_request_subject ON pin_request (codice_fiscale);
CREATE INDEX pin_request_due ON pin_request (due) WHERE due IS NOT NULL;

CREATE TABLE pin_event (
    nr             INTEGER PRIMARY KEY,
    codice_fiscale TEXT NOT NULL,
    contenuto      TEXT NOT NULL
) STRICT;

CREATE INDEX pin_event_subject ON pin_event (codice_fiscale, nr);

-- Halves on their way, with the messages that carry them.
CREATE TABLE pin_half (
    message        INTEGER PRIMARY KEY,
    codice_fiscale TEXT NOT NULL,
    -- Which secret of the subject it is half of, and which half.
    generation     INTEGER NOT NULL,
    which          TEXT NOT NULL,
    -- Whether it is known what became of it.
    settled        INTEGER NOT NULL,
    -- When its text goes.
    blank          INTEGER
) STRICT;

CREATE INDEX pin_half_open ON pin_half (message) WHERE settled = 0;
CREATE INDEX pin_half_blank ON pin_half (blank) WHERE blank IS NOT NULL;
CREATE INDEX pin_half_subject ON pin_half (codice_fiscale);

CREATE TABLE pin_envelope (
    numero         INTEGER PRIMARY KEY,
    codice_fiscale TEXT NOT NULL,
    -- The secret, until it is printed and opened, used or revoked.
    codice         TEXT,
    printed        INTEGER NOT NULL,
    opened         INTEGER NOT NULL
) STRICT;

CREATE INDEX pin_envelope_subject ON pin_envelope (codice_fiscale);
