-- question: Which two countries have how much to do with each other, in events and in mentions?
-- parameter country VARCHAR: only pairs with this country
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column country: one country
-- column partner: the other
-- column events: events both took part in
-- column bilateral: of these, between the two alone
-- column mentions: mentions of these events: attention, where events are activity
-- column visits: official visits
-- column meetings: meetings, calls and staff talks
-- column signed: instruments signed
-- column exercises: joint exercises
-- column other: all other forms
SELECT
    d.country AS country, d.partner AS partner, count(*) AS events, count(*) FILTER (d.bilateral) AS bilateral,
    sum(d.mentions)::BIGINT AS mentions,
    count(*) FILTER (d.type = 'OFFICIAL_VISIT') AS visits,
    count(*) FILTER (d.type IN ('HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL', 'STAFF_TALKS')) AS meetings,
    count(*) FILTER (d.type = 'INSTRUMENT_SIGNED') AS signed,
    count(*) FILTER (d.type = 'JOINT_EXERCISE') AS exercises,
    count(*) FILTER (d.type NOT IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL',
        'STAFF_TALKS', 'INSTRUMENT_SIGNED', 'JOINT_EXERCISE')) AS other
FROM dyads AS d
WHERE d.country < d.partner
    AND ($country::VARCHAR IS NULL OR d.country = $country::VARCHAR OR d.partner = $country::VARCHAR)
    AND ($since::DATE IS NULL OR d.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR d.date_start <= $until::DATE)
GROUP BY d.country, d.partner
ORDER BY events DESC, d.country, d.partner
