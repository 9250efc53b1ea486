-- question: How far can these rows be trusted: confidence, background, merging, rejects, recodings?
-- column aspect: what is measured
-- column detail: of which kind
-- column rows: how many
-- column of: out of how many
-- column share: part
WITH event_total AS (
    SELECT
        count(*) AS n, count(*) FILTER (e.confidence < 0.5) AS unsure, count(*) FILTER (e.date_start IS NULL) AS undated,
        count(*) FILTER (e.place IS NULL AND e.place_country IS NULL) AS unplaced,
        count(*) FILTER (e.mentions > 1) AS merged, count(*) FILTER (e.independent_sources > 1) AS confirmed,
        count(*) FILTER (len(e.disagreements) > 0) AS disputed, count(*) FILTER (len(e.parties) < 2) AS one_sided
    FROM events AS e
),
mention_total AS (
    SELECT count(*) AS n, count(*) FILTER (m.ambiguous) AS ambiguous FROM event_mentions AS m
),
article_total AS (
    SELECT count(*) AS n, count(*) FILTER (a.relevant) AS relevant, count(*) FILTER (NOT a.lang_read) AS unread FROM articles AS a
),
recoded AS (
    SELECT count(*) AS n, count(*) FILTER (r.added + r.dropped > 0) AS changed FROM ops.recodings AS r
),
measure AS (
    SELECT 1 AS place, 'event' AS a, 'confidence under 0.5' AS d, t.unsure AS r, t.n AS o FROM event_total AS t
    UNION ALL SELECT 2, 'event', 'without a date', t.undated, t.n FROM event_total AS t
    UNION ALL SELECT 3, 'event', 'without a place', t.unplaced, t.n FROM event_total AS t
    UNION ALL SELECT 4, 'event', 'with fewer than two parties', t.one_sided, t.n FROM event_total AS t
    UNION ALL SELECT 5, 'event', 'merged from several mentions', t.merged, t.n FROM event_total AS t
    UNION ALL SELECT 6, 'event', 'told by independent sources', t.confirmed, t.n FROM event_total AS t
    UNION ALL SELECT 7, 'event', 'on which sources disagree', t.disputed, t.n FROM event_total AS t
    UNION ALL SELECT 8, 'event realis', e.realis, count(*), any_value(t.n) FROM events AS e CROSS JOIN event_total AS t GROUP BY e.realis
    UNION ALL SELECT 9, 'mention', 'that fitted several events', t.ambiguous, t.n FROM mention_total AS t
    UNION ALL SELECT 10, 'article', 'relevant', t.relevant, t.n FROM article_total AS t
    UNION ALL SELECT 11, 'article', 'in a language the coder does not read', t.unread, t.n FROM article_total AS t
    UNION ALL SELECT 12, 'recoded article', 'whose mentions changed', t.changed, t.n FROM recoded AS t
    UNION ALL SELECT 13, 'reject', concat_ws(' ', j.stage, j.reason), count(*), sum(count(*)) OVER () FROM ops.rejects AS j GROUP BY j.stage, j.reason
)
SELECT m.a AS aspect, m.d AS detail, m.r AS rows, m.o::BIGINT AS of, round(m.r / nullif(m.o, 0), 3) AS share
FROM measure AS m
ORDER BY m.place, m.r DESC, m.d
