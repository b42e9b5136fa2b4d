-- The lists of employers and workers, newest first, and their counts, from an index alone.
DROP INDEX addressee_employer;
CREATE INDEX addressee_employer ON addressee (employer, received, nr, codice_sede, kind, number);
CREATE INDEX certificate_worker ON certificate (lavoratore, ricevuto);
CREATE INDEX admission_worker ON admission (lavoratore, ricevuto);
