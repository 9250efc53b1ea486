-- BM25 over titles and texts of all languages: what is no letter or digit parts words.
PRAGMA create_fts_index('article_texts', 'content_hash', 'title', 'body',
    stemmer = 'porter', stopwords = 'none', ignore = '[^\p{L}\p{N}]+',
    strip_accents = 1, lower = 1, overwrite = 1);

CREATE OR REPLACE MACRO search(words) AS TABLE
SELECT round(s.score, 3) AS score, a.source_id, a.published, a.lang, a.title, a.url, a.article_id
FROM (
    SELECT t.content_hash, fts_main_article_texts.match_bm25(t.content_hash, words) AS score FROM article_texts AS t
) AS s
JOIN articles AS a ON a.content_hash = s.content_hash
WHERE s.score IS NOT NULL
ORDER BY s.score DESC, a.published DESC, a.article_id;
COMMENT ON MACRO TABLE search IS 'Articles by the words of their title and text, the best first (BM25)';
