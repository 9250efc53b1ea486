-- question: Who reports first, who repeats whom, how late, and where do sources disagree?
-- parameter since DATE: events from this day
-- parameter until DATE: events to this day
-- column source: the source
-- column events: events it reported
-- column first: of these, it was the first to report
-- column alone: of these, nobody else reported
-- column repeated: of these, it repeated or translated an earlier report of another source
-- column disputed: of these, sources disagree on date, place, participants or whether it took place
-- column median_lag_days: from the event to its report
WITH report_of AS (
    SELECT m.event_id, a.source_id, min(a.published) AS told_at, min(m.origin) AS origin
    FROM event_mentions AS m JOIN articles AS a ON a.article_id = m.article_id
    GROUP BY m.event_id, a.source_id
),
shared_origin AS (
    SELECT o.event_id, o.origin, min(o.told_at) AS told_at FROM report_of AS o
    GROUP BY o.event_id, o.origin HAVING count(*) > 1
),
placed AS (
    SELECT r.*, e.date_start, e.sources, e.first_source, len(e.disagreements) > 0 AS has_dispute,
        coalesce(s.told_at, r.told_at) AS origin_told_at
    FROM report_of AS r JOIN events AS e ON e.event_id = r.event_id
    LEFT JOIN shared_origin AS s ON s.event_id = r.event_id AND s.origin = r.origin
    WHERE ($since::DATE IS NULL OR e.date_start >= $since::DATE)
        AND ($until::DATE IS NULL OR e.date_start <= $until::DATE)
)
SELECT
    p.source_id AS source, count(*) AS events, count(*) FILTER (p.first_source = p.source_id) AS first,
    count(*) FILTER (p.sources = 1) AS alone, count(*) FILTER (p.told_at > p.origin_told_at) AS repeated,
    count(*) FILTER (p.has_dispute) AS disputed,
    median((p.told_at AT TIME ZONE 'UTC')::DATE - p.date_start) AS median_lag_days
FROM placed AS p
GROUP BY p.source_id
ORDER BY events DESC, p.source_id
