-- The neighbourhood of what is dirty: mentions of a block whose windows chain together (an island)
-- are compared together, and nothing outside the island can change what happens inside.
CREATE OR REPLACE TEMP TABLE affected AS
WITH near AS (
    SELECT k.*, CASE WHEN k.window_start <= max(k.window_end) OVER (
        PARTITION BY k.block ORDER BY k.window_start, k.window_end, k.mention_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) THEN 0 ELSE 1 END AS opens
    FROM ops.mention_keys AS k
    WHERE k.block IN (SELECT d.block FROM dirty AS d)
),
numbered AS (
    SELECT n.* EXCLUDE (opens), sum(n.opens) OVER (
        PARTITION BY n.block ORDER BY n.window_start, n.window_end, n.mention_id
    ) AS island
    FROM near AS n
),
span AS (
    SELECT n.block, n.island, min(n.window_start) AS first_day, max(n.window_end) AS last_day
    FROM numbered AS n GROUP BY n.block, n.island
),
touched_span AS (
    SELECT DISTINCT s.block, s.island
    FROM span AS s JOIN dirty AS d
        ON d.block = s.block AND d.window_start <= s.last_day AND d.window_end >= s.first_day
)
SELECT
    n.*, e.event_id AS old_event_id, e.position AS old_position, e.origin AS old_origin,
    e.ambiguous AS old_ambiguous, n.article_id IN (SELECT a.article_id FROM dirty_article AS a) AS is_dirty
FROM numbered AS n
JOIN touched_span AS t ON t.block = n.block AND t.island = n.island
LEFT JOIN event_mentions AS e ON e.mention_id = n.mention_id;
