-- What is kept beside the ledger: notes, which may be changed and dropped, and looks at
-- personal data, which may not. kind, role and what are words.
-- +goose Up
CREATE TABLE note (
  rev     BIGINT  NOT NULL,
  changed BIGINT  NOT NULL,
  expires BIGINT  NOT NULL,
  unit    INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  id      TEXT    NOT NULL COLLATE "C",
  owner   TEXT    NOT NULL COLLATE "C",
  body    BYTEA   NOT NULL,
  PRIMARY KEY (unit, kind, id)
) WITH (fillfactor = 70);

CREATE INDEX note_by_owner ON note (unit, kind, owner, changed);
CREATE INDEX note_by_end ON note (expires) WHERE expires > 0;

CREATE TABLE look (
  id      BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      BIGINT  NOT NULL,
  dossier BIGINT  NOT NULL,
  unit    INTEGER NOT NULL,
  role    INTEGER NOT NULL,
  what    INTEGER NOT NULL,
  actor   TEXT    NOT NULL COLLATE "C"
);

CREATE INDEX look_by_time ON look (unit, at, id);
CREATE INDEX look_by_actor ON look (unit, actor, at, id);
CREATE INDEX look_by_dossier ON look (unit, dossier, at, id);

CREATE TRIGGER look_no_change BEFORE UPDATE OR DELETE ON look
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER look_no_truncate BEFORE TRUNCATE ON look
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON look FROM PUBLIC, CURRENT_USER;
