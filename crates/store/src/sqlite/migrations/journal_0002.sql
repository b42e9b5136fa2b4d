-- What testers look for, beside what the audit keeps. The number of an exchange (nr) is its id.
ALTER TABLE journal ADD COLUMN channel TEXT NOT NULL DEFAULT 'soap';
ALTER TABLE journal ADD COLUMN worker TEXT;
ALTER TABLE journal ADD COLUMN fault TEXT;
-- What is only shown, as JSON.
ALTER TABLE journal ADD COLUMN details TEXT;

CREATE INDEX journal_operation ON journal (operation);
CREATE INDEX journal_user ON journal (user);
CREATE INDEX journal_worker ON journal (worker) WHERE worker IS NOT NULL;
CREATE INDEX journal_ending ON journal (ending);
CREATE INDEX journal_channel ON journal (channel);
CREATE INDEX journal_fault ON journal (fault) WHERE fault IS NOT NULL;

-- What an exchange has several of: 'number', 'rule', 'code'.
CREATE TABLE journal_tag (
    kind  TEXT NOT NULL,
    value TEXT NOT NULL,
    nr    INTEGER NOT NULL,
    PRIMARY KEY (kind, value, nr)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_tag_nr ON journal_tag (nr);

CREATE TABLE journal_message (
    nr            INTEGER PRIMARY KEY,
    size          INTEGER NOT NULL,
    request_head  BLOB NOT NULL,
    request       BLOB NOT NULL,
    response_head BLOB NOT NULL,
    response      BLOB NOT NULL
) STRICT;

-- So that the sum of the sizes is found without reading the messages.
CREATE INDEX journal_message_size ON journal_message (nr, size);

CREATE TRIGGER journal_gone AFTER DELETE ON journal BEGIN
    DELETE FROM journal_message WHERE nr = old.nr;
    DELETE FROM journal_tag WHERE nr = old.nr;
END;
