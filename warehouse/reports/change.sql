-- question: Which pairs have fallen silent or surged, against their own past?
-- parameter country VARCHAR: the country; without it, every pair once
-- parameter until DATE: seen from this day; without it, the day of the last event
-- column country: the country
-- column partner: the partner
-- column recent: events of the last 90 days
-- column usual: events of 90 days on average over the three years before
-- column last_event: day of the last event
-- column days_silent: days since
-- column usual_gap: median days between its events
-- column change: surge (beyond twice the spread of chance), silence (over three times the usual gap), or as usual
WITH seen_from AS (
    SELECT coalesce(max($until::DATE), max(h.date_start)) AS day FROM happened AS h
    WHERE h.date_start <= (SELECT max(p.published_at AT TIME ZONE 'UTC')::DATE FROM publication AS p)
),
happening AS (
    SELECT d.country AS a, d.partner AS b, d.date_start AS day, s.day AS now_day,
        lag(d.date_start) OVER (PARTITION BY d.country, d.partner ORDER BY d.date_start) AS before
    FROM dyads AS d JOIN seen_from AS s ON d.date_start <= s.day
    WHERE (d.country < d.partner OR d.country = $country::VARCHAR)
        AND ($country::VARCHAR IS NULL OR d.country = $country::VARCHAR)
),
counted AS (
    SELECT k.a, k.b, any_value(k.now_day) AS now_day, count(*) AS n, max(k.day) AS last_day,
        count(*) FILTER (k.day > k.now_day - 90) AS recently,
        count(*) FILTER (k.day > k.now_day - 90 - 1095 AND k.day <= k.now_day - 90) * 90.0 / 1095 AS per_quarter,
        median(k.day - k.before) FILTER (k.day > k.before) AS gap
    FROM happening AS k GROUP BY k.a, k.b
)
SELECT
    c.a AS country, c.b AS partner, c.recently AS recent, round(c.per_quarter, 2) AS usual, c.last_day AS last_event,
    c.now_day - c.last_day AS days_silent, c.gap AS usual_gap,
    CASE
        WHEN c.recently >= 3 AND c.recently > c.per_quarter + 2 * sqrt(c.per_quarter) THEN 'surge'
        WHEN c.n >= 4 AND c.now_day - c.last_day > 90 AND c.now_day - c.last_day > 3 * c.gap THEN 'silence'
        ELSE 'as usual'
    END AS change
FROM counted AS c
ORDER BY change = 'as usual', change, c.recently - c.per_quarter DESC, c.a, c.b
