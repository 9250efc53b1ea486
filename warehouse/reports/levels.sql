-- question: At which level and rank do they meet?
-- parameter country VARCHAR: only events this country took part in
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column level: highest level present
-- column rank_grade: highest military grade present (OF-10 down), civilian where only civilians are named
-- column events: visits, meetings, calls and staff talks
-- column bilateral: of these, between two countries alone
-- column first_event: day of the first
-- column last_event: day of the last
WITH graded AS (
    SELECT p.event_id, max(try_cast(regexp_extract(p.rank_grade, '^OF-(\d+)', 1) AS INTEGER)) AS grade
    FROM event_participants AS p
    WHERE p.rank_grade IS NOT NULL GROUP BY p.event_id
)
SELECT
    coalesce(h.level, 'unknown') AS level,
    CASE WHEN g.event_id IS NULL THEN 'unknown' WHEN g.grade IS NULL THEN 'civilian' ELSE 'OF-' || g.grade END AS rank_grade,
    count(*) AS events, count(*) FILTER (len(h.countries) = 2) AS bilateral, min(h.date_start) AS first_event,
    max(h.date_start) AS last_event
FROM happened AS h LEFT JOIN graded AS g ON g.event_id = h.event_id
WHERE h.type IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL', 'STAFF_TALKS')
    AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR h.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
GROUP BY ALL
ORDER BY events DESC, level, rank_grade
