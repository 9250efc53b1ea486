-- Without the full-text index: texts that contain all the words, the most often first.
CREATE OR REPLACE MACRO search(words) AS TABLE
SELECT
    round(list_sum(list_transform(string_split(lower(trim(words)), ' '),
        lambda w: (len(t.body) - len(replace(lower(t.body), w, ''))) / greatest(len(w), 1))), 3) AS score,
    a.source_id, a.published, a.lang, a.title, a.url, a.article_id
FROM article_texts AS t JOIN articles AS a ON a.content_hash = t.content_hash
WHERE len(list_filter(string_split(lower(trim(words)), ' '), lambda w: NOT contains(lower(t.body), w))) = 0
ORDER BY score DESC, a.published DESC, a.article_id;
COMMENT ON MACRO TABLE search IS 'Articles by the words of their title and text, the best first';
