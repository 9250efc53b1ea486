CREATE OR REPLACE VIEW dyads AS
SELECT
    p.event_id, p.type, p.date_start, p.country, p.partner, len(p.countries) = 2 AS bilateral, p.host,
    p.place_country, p.mentions
FROM (
    SELECT c.*, unnest(c.countries) AS partner
    FROM (
        SELECT h.event_id, h.type, h.date_start, h.host, h.place_country, h.mentions, h.countries,
            unnest(h.countries) AS country
        FROM happened AS h
    ) AS c
) AS p
WHERE p.country <> p.partner;
COMMENT ON VIEW dyads IS 'Events that took place by country and partner, both ways round: filter on country, or on country < partner';
COMMENT ON COLUMN dyads.event_id IS 'The event (events)';
COMMENT ON COLUMN dyads.type IS 'Form of the event';
COMMENT ON COLUMN dyads.date_start IS 'First day';
COMMENT ON COLUMN dyads.country IS 'One country, ISO 3166-1 alpha-3';
COMMENT ON COLUMN dyads.partner IS 'The other';
COMMENT ON COLUMN dyads.bilateral IS 'Whether these two were alone';
COMMENT ON COLUMN dyads.host IS 'Host country or organisation';
COMMENT ON COLUMN dyads.place_country IS 'Country of the place';
COMMENT ON COLUMN dyads.mentions IS 'Mentions of the event';
