-- Whose attestato a document is, settled when it is accepted. `number` is a PUC or a PUCIR.
CREATE TABLE addressee (
    nr          INTEGER PRIMARY KEY,
    number      INTEGER NOT NULL,
    employer    TEXT NOT NULL,
    codice_sede TEXT,
    -- 'attestato', 'dimissione', 'ricovero'
    kind        TEXT NOT NULL,
    worker      TEXT NOT NULL,
    received    INTEGER NOT NULL,
    UNIQUE (number, employer)
) STRICT;

CREATE INDEX addressee_employer ON addressee (employer, received, nr);
CREATE INDEX addressee_worker ON addressee (employer, worker, received, nr);
