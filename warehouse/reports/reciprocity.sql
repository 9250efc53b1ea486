-- question: Who comes to whom: hosted, abroad, or in a third place?
-- parameter country VARCHAR: the country; without it, every country
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column country: the country
-- column partner: the partner
-- column hosted: visits, meetings and staff talks on its own soil
-- column abroad: at the partner's
-- column third_place: elsewhere
-- column unknown: place not told
-- column balance: (hosted - abroad) / (hosted + abroad); 1 always host, -1 always guest
WITH spot AS (
    SELECT d.country AS a, d.partner AS b, coalesce(d.place_country, d.host) AS place
    FROM dyads AS d
    WHERE d.type IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'STAFF_TALKS') AND ($country::VARCHAR IS NULL OR d.country = $country::VARCHAR)
    AND ($since::DATE IS NULL OR d.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR d.date_start <= $until::DATE)
)
SELECT
    s.a AS country, s.b AS partner,
    count(*) FILTER (s.place = s.a) AS hosted, count(*) FILTER (s.place = s.b) AS abroad,
    count(*) FILTER (s.place NOT IN (s.a, s.b)) AS third_place, count(*) FILTER (s.place IS NULL) AS unknown,
    round((hosted - abroad) / nullif(hosted + abroad, 0), 2) AS balance
FROM spot AS s
GROUP BY s.a, s.b
ORDER BY s.a, count(*) DESC, s.b
