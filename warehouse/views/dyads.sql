CREATE OR REPLACE VIEW dyads AS
SELECT p.event_id, p.type, p.date_start, p.country, p.partner
FROM (
    SELECT c.event_id, c.type, c.date_start, c.country, unnest(c.countries) AS partner
    FROM (
        SELECT h.event_id, h.type, h.date_start, h.countries, unnest(h.countries) AS country FROM happened AS h
    ) AS c
) AS p
WHERE p.country <> p.partner;
COMMENT ON VIEW dyads IS 'Events that took place by country and partner, both ways round: filter on country, or on country < partner';
