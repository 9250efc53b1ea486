-- Every key is there once
SELECT d.name || ' ' || d.key AS offending
FROM (
    SELECT 'sources' AS name, s.source_id AS key FROM sources AS s
    UNION ALL SELECT 'articles', a.article_id FROM articles AS a
    UNION ALL SELECT 'article_texts', t.content_hash FROM article_texts AS t
    UNION ALL SELECT 'article_versions', v.article_id || ' ' || v.version FROM article_versions AS v
    UNION ALL SELECT 'mentions', m.mention_id FROM mentions AS m
    UNION ALL SELECT 'events', e.event_id FROM events AS e
    UNION ALL SELECT 'ops.batches', b.batch_id FROM ops.batches AS b
) AS d
GROUP BY d.name, d.key HAVING count(*) > 1
