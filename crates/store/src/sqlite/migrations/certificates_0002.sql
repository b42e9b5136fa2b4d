-- Finds the exchange in which a number was assigned, for a document's history.
CREATE INDEX journal_number ON journal (number) WHERE number IS NOT NULL;
