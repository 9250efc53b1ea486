CREATE OR REPLACE VIEW article_copies AS
SELECT a.article_id, b.article_id AS other_id, 'copy' AS kind
FROM articles AS a JOIN articles AS b ON b.fingerprint = a.fingerprint AND b.article_id <> a.article_id
UNION
SELECT t.article_id, b.article_id, 'translation'
FROM article_alternates AS t JOIN articles AS b ON b.canonical_url = t.url AND b.article_id <> t.article_id;
COMMENT ON VIEW article_copies IS 'Articles that are verbatim copies or declared translations of another, both ways round';
COMMENT ON COLUMN article_copies.article_id IS 'The article (articles)';
COMMENT ON COLUMN article_copies.other_id IS 'The other (articles)';
COMMENT ON COLUMN article_copies.kind IS 'copy or translation';
