-- What is in work, for queues, and the words by which a dossier is found. Both are made from
-- the states and can be made again: the next step fills them.
-- +goose Up
CREATE TABLE work (
  id        BIGINT   NOT NULL,
  due       BIGINT   NOT NULL,
  since     BIGINT   NOT NULL,
  received  BIGINT   NOT NULL,
  unit      INTEGER  NOT NULL,
  procedure INTEGER  NOT NULL,
  due_day   INTEGER  NOT NULL,
  status    SMALLINT NOT NULL,
  proposed  SMALLINT NOT NULL,
  code      TEXT     NOT NULL COLLATE "C",
  holder    TEXT     NOT NULL COLLATE "C",
  PRIMARY KEY (unit, id)
) WITH (fillfactor = 70);

CREATE INDEX work_by_holder ON work (unit, holder);

-- month is that of the receipt (202405): the newest are looked through first.
CREATE TABLE search (
  id    BIGINT  NOT NULL,
  unit  INTEGER NOT NULL,
  month INTEGER NOT NULL,
  day   INTEGER NOT NULL,
  term  TEXT    NOT NULL COLLATE "C",
  PRIMARY KEY (unit, month, term, day, id)
);
