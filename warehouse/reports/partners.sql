-- question: Who are a country's partners, by number of events?
-- parameter country VARCHAR: the country; without it, every country's
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column country: the country
-- column position: place in its ranking
-- column partner: the partner
-- column events: events both took part in
-- column bilateral: of these, between the two alone
-- column meetings: of these, visits, meetings and calls
-- column signed: of these, instruments signed
-- column exercises: of these, joint exercises
-- column first_event: day of the first
-- column last_event: day of the last
WITH pair AS (
    SELECT
        d.country AS a, d.partner AS b, count(*) AS n,
        count(*) FILTER (d.bilateral) AS alone,
        count(*) FILTER (d.type IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL',
            'STAFF_TALKS')) AS met,
        count(*) FILTER (d.type = 'INSTRUMENT_SIGNED') AS inked,
        count(*) FILTER (d.type = 'JOINT_EXERCISE') AS drills,
        min(d.date_start) AS first_day, max(d.date_start) AS last_day
    FROM dyads AS d
    WHERE ($country::VARCHAR IS NULL OR d.country = $country::VARCHAR)
    AND ($since::DATE IS NULL OR d.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR d.date_start <= $until::DATE)
    GROUP BY d.country, d.partner
)
SELECT
    p.a AS country, rank() OVER (PARTITION BY p.a ORDER BY p.n DESC) AS position, p.b AS partner, p.n AS events,
    p.alone AS bilateral, p.met AS meetings, p.inked AS signed, p.drills AS exercises, p.first_day AS first_event,
    p.last_day AS last_event
FROM pair AS p
ORDER BY p.a, p.n DESC, p.b
