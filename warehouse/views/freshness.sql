CREATE OR REPLACE VIEW freshness AS
SELECT
    s.source_id, a.last_published, a.last_new_article, f.last_success, f.last_try, coalesce(a.articles, 0) AS articles
FROM (SELECT x.source_id FROM sources AS x UNION SELECT y.source_id FROM articles AS y) AS s
LEFT JOIN (
    SELECT z.source_id, max(z.published) AS last_published, max(z.first_seen_at) AS last_new_article, count(*) AS articles
    FROM articles AS z GROUP BY z.source_id
) AS a ON a.source_id = s.source_id
LEFT JOIN (
    SELECT q.source_id, max(q.fetched_at) AS last_try,
        max(q.fetched_at) FILTER (q.outcome IN ('new', 'changed', 'unchanged')) AS last_success
    FROM ops.fetches AS q GROUP BY q.source_id
) AS f ON f.source_id = s.source_id;
COMMENT ON VIEW freshness IS 'How fresh each source is, by the dates of its own articles (last_published) beside when we looked';
COMMENT ON COLUMN freshness.source_id IS 'The source (sources)';
COMMENT ON COLUMN freshness.last_published IS 'Its newest article, by its own date (UTC)';
COMMENT ON COLUMN freshness.last_new_article IS 'When we last loaded an article new to us (UTC)';
COMMENT ON COLUMN freshness.last_success IS 'When a request last succeeded (UTC)';
COMMENT ON COLUMN freshness.last_try IS 'When we last asked (UTC)';
COMMENT ON COLUMN freshness.articles IS 'Number of its articles';
