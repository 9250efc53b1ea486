-- question: Which pairs sign a plan of cooperation every year, and whose is late or missing this year?
-- parameter country VARCHAR: only plans of this country or organisation
-- column parties: whose plan
-- column plan_year: the year it covers
-- column signed: day of signing
-- column usual: day on which it would be due, from the median of the other years
-- column days_late: days after that; negative when early
-- column state: signed; due later this year; late this year; missing
-- column event_id: the signing
WITH plan AS (
    SELECT
        e.parties, e.event_id, e.date_start AS day,
        coalesce(try_cast(nullif(regexp_extract(e.instrument_period, '\d{4}'), '') AS INTEGER), year(e.date_start)) AS y
    FROM events AS e
    WHERE e.instrument_kind = 'annual_plan' AND e.type = 'INSTRUMENT_SIGNED' AND e.realis IN ('occurred', 'background')
        AND e.date_start IS NOT NULL AND ($country::VARCHAR IS NULL OR list_contains(e.parties, $country::VARCHAR))
    QUALIFY row_number() OVER (PARTITION BY e.parties, y ORDER BY e.date_start, e.event_id) = 1
),
today AS (
    SELECT max(p.published_at AT TIME ZONE 'UTC')::DATE AS day FROM publication AS p
),
series AS (
    SELECT
        p.parties, min(p.y) AS first_year, count(*) AS plans,
        median(p.day - make_date(p.y, 1, 1)) AS usual_offset
    FROM plan AS p GROUP BY p.parties
),
expected AS (
    SELECT s.*, unnest(generate_series(s.first_year, greatest(year(t.day), s.first_year))) AS y, t.day AS now_day
    FROM series AS s CROSS JOIN today AS t
)
SELECT
    array_to_string(x.parties, ' ') AS parties, x.y AS plan_year, p.day AS signed,
    make_date(x.y, 1, 1) + x.usual_offset::INTEGER AS usual,
    coalesce(p.day, CASE WHEN x.y >= year(x.now_day) AND x.now_day > usual THEN x.now_day END) - usual AS days_late,
    CASE
        WHEN p.day IS NOT NULL THEN 'signed'
        WHEN x.y < year(x.now_day) THEN 'missing'
        WHEN x.now_day > usual + 30 THEN 'late this year'
        ELSE 'due later this year'
    END AS state,
    p.event_id
FROM expected AS x LEFT JOIN plan AS p ON p.parties = x.parties AND p.y = x.y
WHERE x.plans > 1 OR p.day IS NOT NULL
ORDER BY x.parties, x.y
