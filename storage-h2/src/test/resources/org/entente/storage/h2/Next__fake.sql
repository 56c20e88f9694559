-- Only for tests of the runner.
ALTER TABLE connection ADD COLUMN note VARCHAR;

UPDATE connection SET note = 'migrated; or not';
