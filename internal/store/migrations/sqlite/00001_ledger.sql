-- The ledger: heads of the chains, the words it is written in, entries and acts.
-- Instants are Unix milliseconds, days are days since 1970-01-01, 0 is "none".
-- +goose Up
CREATE TABLE unit (
  id       INTEGER PRIMARY KEY,
  code     TEXT    NOT NULL UNIQUE,
  size     INTEGER NOT NULL,
  hash     BLOB    NOT NULL,
  recorded INTEGER NOT NULL,
  rebuilt  INTEGER NOT NULL
) STRICT;

CREATE TABLE word (
  id   INTEGER PRIMARY KEY,
  text TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE entry (
  unit         INTEGER NOT NULL,
  pos          INTEGER NOT NULL,
  subject_kind INTEGER NOT NULL,
  subject      INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  kind         INTEGER NOT NULL,
  happened     INTEGER NOT NULL,
  recorded     INTEGER NOT NULL,
  corrects     INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  actor        TEXT    NOT NULL,
  behalf       TEXT    NOT NULL,
  body         BLOB    NOT NULL,
  salt         BLOB    NOT NULL,
  PRIMARY KEY (unit, pos)
) STRICT;

CREATE UNIQUE INDEX entry_by_subject ON entry (unit, subject_kind, subject, seq);

CREATE TABLE act (
  unit   INTEGER NOT NULL,
  first  INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  key    BLOB    NOT NULL,
  head   BLOB    NOT NULL,
  answer BLOB    NOT NULL,
  PRIMARY KEY (unit, first)
) STRICT;

CREATE UNIQUE INDEX act_by_key ON act (unit, key);

-- +goose StatementBegin
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER act_no_update BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'act is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER act_no_delete BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'act is append-only'); END;
-- +goose StatementEnd
