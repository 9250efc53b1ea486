-- Every mention's evidence stands in its article's text where its span says
SELECT m.mention_id AS offending
FROM mentions AS m
JOIN articles AS a ON a.article_id = m.article_id
LEFT JOIN article_texts AS t ON t.content_hash = a.content_hash
WHERE m.evidence = '' OR substring(t.body, m.span_start + 1, m.span_end - m.span_start) IS DISTINCT FROM m.evidence
