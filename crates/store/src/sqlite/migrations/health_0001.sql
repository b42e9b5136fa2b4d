CREATE TABLE probe (
    nr      INTEGER PRIMARY KEY CHECK (nr = 1),
    content BLOB NOT NULL
) STRICT;
