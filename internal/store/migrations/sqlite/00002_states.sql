-- What the ledger folds into: states, running numbers, counts. All of it can be rebuilt from
-- the ledger, but for series, whose numbers stand in the entries.
-- +goose Up
CREATE TABLE dossier (
  unit         INTEGER NOT NULL,
  id           INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  code         TEXT    NOT NULL,
  procedure    INTEGER NOT NULL,
  field        INTEGER NOT NULL,
  channel      INTEGER NOT NULL,
  level        INTEGER NOT NULL,
  status       INTEGER NOT NULL,
  received_day INTEGER NOT NULL,
  due_day      INTEGER NOT NULL,
  ended_day    INTEGER NOT NULL,
  rated_day    INTEGER NOT NULL,
  flags        INTEGER NOT NULL,
  state        BLOB    NOT NULL,
  PRIMARY KEY (unit, id)
) STRICT;

CREATE UNIQUE INDEX dossier_by_code ON dossier (unit, code) WHERE code <> '';
CREATE INDEX dossier_by_received ON dossier (unit, received_day);
CREATE INDEX dossier_by_ended ON dossier (unit, ended_day, received_day);
CREATE INDEX dossier_by_rated ON dossier (unit, rated_day) WHERE rated_day > 0;

CREATE TABLE item (
  unit     INTEGER NOT NULL,
  id       INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  facet    INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  to_day   INTEGER NOT NULL,
  voided   INTEGER NOT NULL,
  recorded INTEGER NOT NULL,
  actor    TEXT    NOT NULL,
  state    BLOB    NOT NULL,
  PRIMARY KEY (unit, id)
) STRICT;

CREATE INDEX item_by_kind ON item (unit, kind, facet, from_day);

CREATE TABLE series (
  unit   INTEGER NOT NULL,
  series TEXT    NOT NULL,
  day    INTEGER NOT NULL,
  next   INTEGER NOT NULL,
  PRIMARY KEY (unit, series, day)
) STRICT, WITHOUT ROWID;

-- bucket is a year (2024), a month (202405) or a day (20240531): every flow is kept at the
-- three grains. counts is a list of (word of the count, number), as docs/decisions tells.
CREATE TABLE tally (
  unit      INTEGER NOT NULL,
  bucket    INTEGER NOT NULL,
  procedure INTEGER NOT NULL,
  channel   INTEGER NOT NULL,
  level     INTEGER NOT NULL,
  counts    BLOB    NOT NULL,
  PRIMARY KEY (unit, bucket, procedure, channel, level)
) STRICT, WITHOUT ROWID;
