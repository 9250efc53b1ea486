CREATE OR REPLACE VIEW source_health AS
WITH looked AS (
    SELECT
        f.source_id, max(f.fetched_at) AS last_try,
        max(f.fetched_at) FILTER (f.outcome IN ('new', 'changed', 'unchanged')) AS last_success,
        median(f.elapsed_ms) FILTER (f.kind = 'article')::INTEGER AS latency_ms,
        arg_max(f.outcome, f.fetched_at) FILTER (f.kind = 'discovery') AS last_look
    FROM ops.fetches AS f
    WHERE f.fetched_at >= (SELECT max(q.fetched_at) FROM ops.fetches AS q) - INTERVAL 90 DAY
    GROUP BY f.source_id
),
arrived AS (
    SELECT
        a.source_id, max(a.published) AS last_published, max(a.first_seen_at) AS last_new,
        count(*) FILTER (a.first_seen_at >= now() - INTERVAL 7 DAY) / 7 AS per_day,
        count(*) FILTER (a.first_seen_at BETWEEN now() - INTERVAL 35 DAY AND now() - INTERVAL 7 DAY) / 28 AS usual_per_day
    FROM articles AS a
    GROUP BY a.source_id
),
-- When something new came, by batch. What came with the first look is the past, not the habit.
coming AS (
    SELECT b.source_id, b.loaded_at, lag(b.loaded_at) OVER (PARTITION BY b.source_id ORDER BY b.loaded_at) AS before
    FROM ops.batches AS b
    WHERE b.articles_new > 0 AND b.source_id IS NOT NULL AND b.loaded_at >= now() - INTERVAL 90 DAY
),
habit AS (
    SELECT c.source_id, count(*) AS gaps, quantile_cont(epoch(c.loaded_at - c.before), 0.9) AS usual_gap
    FROM coming AS c
    WHERE c.before IS NOT NULL
    GROUP BY c.source_id
),
last_run AS (
    SELECT b.source_id, b.run_id, sum(b.articles)::BIGINT AS articles
    FROM ops.batches AS b
    WHERE b.source_id IS NOT NULL
    GROUP BY b.source_id, b.run_id
    QUALIFY row_number() OVER (PARTITION BY b.source_id ORDER BY max(b.loaded_at) DESC, b.run_id DESC) = 1
),
refused AS (
    SELECT b.source_id, count(*) AS rejects
    FROM ops.rejects AS r
    JOIN ops.batches AS b ON b.batch_id = r.batch_id
    JOIN last_run AS l ON l.run_id = b.run_id AND l.source_id = b.source_id
    WHERE r.stage <> 'triage'
    GROUP BY b.source_id
),
seen AS (
    SELECT
        s.source_id, k.last_try, k.last_success, v.last_published, v.last_new,
        coalesce(v.per_day, 0) AS per_day, coalesce(v.usual_per_day, 0) AS usual_per_day, h.gaps, h.usual_gap,
        coalesce(d.share, 0) AS drift, coalesce(r.rejects, 0) AS rejects,
        coalesce(r.rejects / nullif(r.rejects + l.articles, 0), 0) AS reject_rate, k.latency_ms, k.last_look,
        EXISTS (
            SELECT 1 FROM ops.rejects AS m
            WHERE m.source_id = s.source_id AND m.reason = 'moved' AND m.last_at >= now() - INTERVAL 7 DAY
        ) AS moved
    FROM sources AS s
    LEFT JOIN looked AS k ON k.source_id = s.source_id
    LEFT JOIN arrived AS v ON v.source_id = s.source_id
    LEFT JOIN habit AS h ON h.source_id = s.source_id
    LEFT JOIN parser_drift AS d ON d.source_id = s.source_id
    LEFT JOIN last_run AS l ON l.source_id = s.source_id
    LEFT JOIN refused AS r ON r.source_id = s.source_id
    WHERE s.active
)
SELECT
    x.source_id, x.last_try, x.last_success, x.last_published, x.last_new, x.per_day, x.usual_per_day,
    x.usual_gap / 3600 AS usual_gap_hours, x.drift, x.rejects, x.reject_rate, x.latency_ms,
    list_filter([
        -- Three times the gap that nine in ten of its own stay under; three gaps are the least that make a habit.
        CASE WHEN x.gaps >= 3 AND epoch(now() - x.last_new) > 3 * x.usual_gap THEN 'silent' END,
        CASE WHEN x.drift >= 0.5 THEN 'drift' END,
        CASE WHEN x.rejects >= 3 AND x.reject_rate >= 0.5 THEN 'rejects' END,
        CASE WHEN x.moved OR x.last_look = 'gone' THEN 'moved' END,
        CASE WHEN x.last_try > coalesce(x.last_success, TIMESTAMPTZ '1970-01-01') + INTERVAL 1 DAY THEN 'failing' END
    ], lambda p: p IS NOT NULL) AS problems
FROM seen AS x;
COMMENT ON VIEW source_health IS 'How each active source does against its own habit, and what is wrong with it';
COMMENT ON COLUMN source_health.source_id IS 'The source (sources)';
COMMENT ON COLUMN source_health.last_try IS 'When we last asked (UTC)';
COMMENT ON COLUMN source_health.last_success IS 'When a request last succeeded (UTC)';
COMMENT ON COLUMN source_health.last_published IS 'Its newest article, by its own date (UTC)';
COMMENT ON COLUMN source_health.last_new IS 'When we last loaded an article new to us (UTC)';
COMMENT ON COLUMN source_health.per_day IS 'New articles a day, last seven days';
COMMENT ON COLUMN source_health.usual_per_day IS 'New articles a day, the four weeks before';
COMMENT ON COLUMN source_health.usual_gap_hours IS 'Hours between loads that brought something new: nine in ten are shorter';
COMMENT ON COLUMN source_health.drift IS 'Part of the last run''s articles that the source''s selectors no longer fit, 0 to 1';
COMMENT ON COLUMN source_health.rejects IS 'What the last run could not use';
COMMENT ON COLUMN source_health.reject_rate IS 'The same as part of what it read, 0 to 1';
COMMENT ON COLUMN source_health.latency_ms IS 'Median milliseconds for an article';
COMMENT ON COLUMN source_health.problems IS 'silent (beyond its habit), drift, rejects, moved (or gone), failing (for a day)';
