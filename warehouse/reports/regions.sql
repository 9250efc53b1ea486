-- question: To which regions does a country turn, year by year?
-- parameter country VARCHAR: the country; without it, all countries together
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column year: the year
-- column region: region of the partner
-- column events: events with a partner from there
-- column partners: partners from there
-- column share: part of all its contacts (event and partner region) of that year
WITH contact AS (
    SELECT year(d.date_start) AS y, coalesce(c.region, 'elsewhere') AS r, count(DISTINCT d.event_id) AS n,
        count(DISTINCT d.partner) AS m
    FROM dyads AS d LEFT JOIN countries AS c ON c.country = d.partner
    WHERE d.date_start IS NOT NULL AND ($country::VARCHAR IS NULL OR d.country = $country::VARCHAR)
    AND ($since::DATE IS NULL OR d.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR d.date_start <= $until::DATE)
    GROUP BY ALL
)
SELECT k.y AS year, k.r AS region, k.n AS events, k.m AS partners, round(k.n / sum(k.n) OVER (PARTITION BY k.y), 3) AS share
FROM contact AS k
ORDER BY k.y, k.n DESC, k.r
