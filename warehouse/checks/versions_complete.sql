-- Every article has its text and all its versions up to the current one
SELECT a.article_id AS offending
FROM articles AS a
LEFT JOIN (SELECT v.article_id, count(*) AS n, arg_max(v.content_hash, v.version) AS last_hash FROM article_versions AS v
    GROUP BY v.article_id) AS k ON k.article_id = a.article_id
WHERE a.version IS DISTINCT FROM k.n OR a.content_hash IS DISTINCT FROM k.last_hash
    OR a.content_hash NOT IN (SELECT t.content_hash FROM article_texts AS t)
