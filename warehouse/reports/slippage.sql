-- question: What was announced, and did it take place when it was to?
-- parameter country VARCHAR: only plans with this country or organisation
-- parameter since DATE: planned from this day
-- parameter until DATE: planned to this day
-- column type: form of the event
-- column parties: who was to take part
-- column planned_start: first day as announced
-- column announced: day of the announcement
-- column occurred_start: first day of the next event of this form and these parties, within a year
-- column days_late: days between; 0 as planned
-- column outcome: as planned, slipped, cancelled, pending, not heard of again
-- column planned_event_id: the event as announced
-- column occurred_event_id: the event that took place; the same where dates agreed
WITH plan AS (
    SELECT e.*, (e.announced_at AT TIME ZONE 'UTC')::DATE AS told, coalesce(e.planned_start, e.date_start) AS due
    FROM events AS e
    WHERE (e.planned_start IS NOT NULL OR (e.realis IN ('planned', 'cancelled') AND e.date_start IS NOT NULL))
        AND ($country::VARCHAR IS NULL OR list_contains(e.parties, $country::VARCHAR))
        AND ($since::DATE IS NULL OR coalesce(e.planned_start, e.date_start) >= $since::DATE)
        AND ($until::DATE IS NULL OR coalesce(e.planned_start, e.date_start) <= $until::DATE)
),
followed AS (
    SELECT p.*, h.event_id AS next_id, h.date_start AS next_day
    FROM plan AS p
    -- As text: DuckDB 1.5.5 loses matches of an ASOF join on a list beside another equality.
    ASOF LEFT JOIN (
        SELECT x.type, array_to_string(x.parties, ' ') AS who, x.date_start, x.event_id
        FROM happened AS x WHERE x.date_start IS NOT NULL
    ) AS h ON h.type = p.type AND h.who = array_to_string(p.parties, ' ') AND p.due <= h.date_start
),
met AS (
    SELECT f.*,
        CASE WHEN f.realis IN ('occurred', 'ongoing', 'background') THEN f.event_id
            WHEN f.next_day <= f.due + 365 THEN f.next_id END AS done_id,
        CASE WHEN f.realis IN ('occurred', 'ongoing', 'background') THEN f.date_start
            WHEN f.next_day <= f.due + 365 THEN f.next_day END AS done_day
    FROM followed AS f
)
SELECT
    m.type, array_to_string(m.parties, ' ') AS parties, m.due AS planned_start, m.told AS announced,
    m.done_day AS occurred_start, m.done_day - m.due AS days_late,
    CASE
        WHEN m.done_day <= m.due OR (m.done_day IS NOT NULL AND m.date_precision IN ('month', 'year', 'week')
            AND m.done_id = m.event_id) THEN 'as planned'
        WHEN m.done_day IS NOT NULL THEN 'slipped'
        WHEN m.realis = 'cancelled' THEN 'cancelled'
        WHEN m.due >= (SELECT max(y.published_at AT TIME ZONE 'UTC')::DATE FROM publication AS y) THEN 'pending'
        ELSE 'not heard of again'
    END AS outcome,
    m.event_id AS planned_event_id, m.done_id AS occurred_event_id
FROM met AS m
ORDER BY m.due, m.event_id
