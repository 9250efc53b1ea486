-- Articles that differ from what is stored, beside what is stored.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT
    s.*, a.version AS old_version, a.content_hash AS old_content_hash, a.title AS old_title,
    a.published AS old_published, a.first_seen_at AS old_first_seen_at,
    a.coder_version AS old_coder_version
FROM in_article AS s
LEFT JOIN articles AS a ON a.article_id = s.article_id
WHERE a.row_hash IS DISTINCT FROM s.row_hash;
