CREATE OR REPLACE MACRO partners(of_country, since := NULL::DATE, until := NULL::DATE) AS TABLE
SELECT
    d.partner, count(*) AS events, count(*) FILTER (d.bilateral) AS bilateral, min(d.date_start) AS first_event,
    max(d.date_start) AS last_event
FROM dyads AS d
WHERE d.country = upper(of_country)
    AND (since IS NULL OR d.date_start >= since::DATE) AND (until IS NULL OR d.date_start <= until::DATE)
GROUP BY d.partner
ORDER BY events DESC, d.partner;
COMMENT ON MACRO TABLE partners IS 'A countrys partners by number of events';
