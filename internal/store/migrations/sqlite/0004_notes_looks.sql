-- What is kept beside the ledger: notes, which may be changed and dropped, and looks at
-- personal data, which may not. kind, role and what are words.
-- +goose Up
CREATE TABLE note (
  unit    INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  id      TEXT    NOT NULL,
  owner   TEXT    NOT NULL,
  rev     INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  body    BLOB    NOT NULL,
  PRIMARY KEY (unit, kind, id)
) STRICT;

CREATE INDEX note_by_owner ON note (unit, kind, owner, changed);
CREATE INDEX note_by_end ON note (expires) WHERE expires > 0;

CREATE TABLE look (
  id      INTEGER PRIMARY KEY,
  unit    INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  dossier INTEGER NOT NULL,
  role    INTEGER NOT NULL,
  what    INTEGER NOT NULL,
  actor   TEXT    NOT NULL
) STRICT;

CREATE INDEX look_by_time ON look (unit, at);
CREATE INDEX look_by_actor ON look (unit, actor, at);
CREATE INDEX look_by_dossier ON look (unit, dossier, at);

-- +goose StatementBegin
CREATE TRIGGER look_no_update BEFORE UPDATE ON look
BEGIN SELECT RAISE(ABORT, 'look is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER look_no_delete BEFORE DELETE ON look
BEGIN SELECT RAISE(ABORT, 'look is append-only'); END;
-- +goose StatementEnd
