CREATE OR REPLACE VIEW article_copies AS
SELECT a.article_id, b.article_id AS other_id, 'copy' AS kind, 1.0 AS similarity
FROM articles AS a JOIN articles AS b ON b.fingerprint = a.fingerprint AND b.article_id <> a.article_id
UNION ALL
SELECT n.article_id, n.other_id, 'near_copy', n.similarity FROM ops.near_copies AS n
UNION ALL
SELECT n.other_id, n.article_id, 'near_copy', n.similarity FROM ops.near_copies AS n
UNION
(
    SELECT t.article_id, b.article_id, 'translation', NULL
    FROM article_alternates AS t JOIN articles AS b ON b.canonical_url = t.url AND b.article_id <> t.article_id
    UNION
    SELECT b.article_id, t.article_id, 'translation', NULL
    FROM article_alternates AS t JOIN articles AS b ON b.canonical_url = t.url AND b.article_id <> t.article_id
);
COMMENT ON VIEW article_copies IS 'Articles that are copies, near-duplicates or declared translations of another, both ways round';
COMMENT ON COLUMN article_copies.article_id IS 'The article (articles)';
COMMENT ON COLUMN article_copies.other_id IS 'The other (articles)';
COMMENT ON COLUMN article_copies.kind IS 'copy (word for word), near_copy (articles with mentions), translation';
COMMENT ON COLUMN article_copies.similarity IS 'Share of the text in common, 0 to 1; empty for translations';
