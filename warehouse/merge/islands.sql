-- What is compared, island by island, with the traces of where each article's story comes from: two articles
-- with one in common are not independent.
SELECT
    f.*,
    list_filter([
        'source:' || a.source_id, 'copy:' || a.fingerprint, 'url:' || a.canonical_url,
        'name:' || nullif(trim(regexp_replace(lower(strip_accents(a.source_id)), '[^\p{L}\p{N}]+', ' ', 'g')), ''),
        'name:' || nullif(trim(regexp_replace(lower(strip_accents(s.name)), '[^\p{L}\p{N}]+', ' ', 'g')), ''),
        'name:' || nullif(trim(regexp_replace(lower(strip_accents(a.attribution)), '[^\p{L}\p{N}]+', ' ', 'g')), '')
    ], lambda x: x IS NOT NULL)
        || coalesce(l.urls, []) || coalesce(n.pairs, []) || q.said AS origins
FROM affected AS f
JOIN articles AS a ON a.article_id = f.article_id
LEFT JOIN sources AS s ON s.source_id = a.source_id
LEFT JOIN (
    SELECT x.article_id, list('url:' || x.url) AS urls FROM article_alternates AS x
    WHERE x.article_id IN (SELECT y.article_id FROM affected AS y) GROUP BY x.article_id
) AS l ON l.article_id = f.article_id
LEFT JOIN (
    SELECT c.article_id, list('near:' || c.pair) AS pairs
    FROM (
        SELECT article_id, article_id || other_id AS pair FROM ops.near_copies
        UNION ALL SELECT other_id, article_id || other_id FROM ops.near_copies
    ) AS c
    WHERE c.article_id IN (SELECT y.article_id FROM affected AS y) GROUP BY c.article_id
) AS n ON n.article_id = f.article_id
-- An article that repeats one sentence of another about any event is no independent report of the others.
JOIN (
    SELECT k.article_id, list(DISTINCT 'said:' || k.said) AS said FROM ops.mention_keys AS k
    WHERE k.article_id IN (SELECT y.article_id FROM affected AS y) GROUP BY k.article_id
) AS q ON q.article_id = f.article_id
ORDER BY f.block, f.island
