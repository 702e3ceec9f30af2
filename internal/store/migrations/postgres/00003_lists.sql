-- A list is found, and its order known, without reading dossiers that are not in the page:
-- what its conditions and orders ask of a dossier stands in the index.
-- +goose Up
DROP INDEX dossier_by_received;
CREATE INDEX dossier_by_received ON dossier (unit, received_day, ended_day, due_day, flags, channel, level, procedure);
DROP INDEX dossier_by_ended;
CREATE INDEX dossier_by_ended ON dossier (unit, ended_day, received_day, due_day, flags, channel, level, procedure);
