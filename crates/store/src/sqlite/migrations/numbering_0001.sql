-- How far each key's order of numbers is used up.
CREATE TABLE numbering (
    fingerprint BLOB PRIMARY KEY,
    next        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
