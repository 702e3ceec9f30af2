-- The ledger: heads of the chains, the words it is written in, entries and acts.
-- Instants are Unix milliseconds, days are days since 1970-01-01, 0 is "none".
-- +goose Up
CREATE TABLE unit (
  id       INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code     TEXT    NOT NULL UNIQUE,
  size     BIGINT  NOT NULL,
  hash     BYTEA   NOT NULL,
  recorded BIGINT  NOT NULL,
  rebuilt  INTEGER NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE word (
  id   INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  text TEXT    NOT NULL UNIQUE
);

CREATE TABLE entry (
  pos          BIGINT   NOT NULL,
  subject      BIGINT   NOT NULL,
  happened     BIGINT   NOT NULL,
  recorded     BIGINT   NOT NULL,
  unit         INTEGER  NOT NULL,
  subject_kind INTEGER  NOT NULL,
  kind         INTEGER  NOT NULL,
  seq          INTEGER  NOT NULL,
  corrects     INTEGER  NOT NULL,
  version      SMALLINT NOT NULL,
  actor        TEXT     NOT NULL,
  behalf       TEXT     NOT NULL,
  body         BYTEA    NOT NULL,
  salt         BYTEA    NOT NULL,
  PRIMARY KEY (unit, pos)
);

CREATE UNIQUE INDEX entry_by_subject ON entry (unit, subject_kind, subject, seq);

CREATE TABLE act (
  first  BIGINT  NOT NULL,
  unit   INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  key    BYTEA   NOT NULL,
  head   BYTEA   NOT NULL,
  answer BYTEA   NOT NULL,
  PRIMARY KEY (unit, first)
);

CREATE UNIQUE INDEX act_by_key ON act (unit, key);

-- +goose StatementBegin
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
-- +goose StatementEnd

CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON entry
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER act_no_change BEFORE UPDATE OR DELETE ON act
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER act_no_truncate BEFORE TRUNCATE ON act
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The owner's own right is taken too: to change a row one must first grant it back to
-- oneself and then drop the trigger.
REVOKE UPDATE, DELETE, TRUNCATE ON entry, act FROM PUBLIC, CURRENT_USER;
