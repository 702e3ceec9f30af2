-- What is in work, for queues, and the words by which a dossier is found. Both are made from
-- the states and can be made again: the next step fills them.
-- +goose Up
CREATE TABLE work (
  unit      INTEGER NOT NULL,
  id        INTEGER NOT NULL,
  status    INTEGER NOT NULL,
  procedure INTEGER NOT NULL,
  proposed  INTEGER NOT NULL,
  due_day   INTEGER NOT NULL,
  due       INTEGER NOT NULL,
  since     INTEGER NOT NULL,
  received  INTEGER NOT NULL,
  code      TEXT    NOT NULL,
  holder    TEXT    NOT NULL,
  PRIMARY KEY (unit, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX work_by_holder ON work (unit, holder);

-- month is that of the receipt (202405): the newest are looked through first.
CREATE TABLE search (
  unit  INTEGER NOT NULL,
  month INTEGER NOT NULL,
  term  TEXT    NOT NULL,
  day   INTEGER NOT NULL,
  id    INTEGER NOT NULL,
  PRIMARY KEY (unit, month, term, day, id)
) STRICT, WITHOUT ROWID;
