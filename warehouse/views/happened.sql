CREATE OR REPLACE VIEW happened AS
SELECT e.* FROM events AS e WHERE e.realis IN ('occurred', 'ongoing');
COMMENT ON VIEW happened IS 'Events that took place: what reports count unless they say otherwise';
