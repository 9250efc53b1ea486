CREATE OR REPLACE MACRO evidence(of_event) AS TABLE
SELECT
    em.position, em.origin, a.source_id, a.published, a.lang, a.title, m.realis, m.date_start, m.date_precision, m.place,
    m.confidence, m.evidence, m.sentence, m.span_start, m.span_end, a.url, m.mention_id
FROM event_mentions AS em
JOIN mentions AS m ON m.mention_id = em.mention_id
JOIN articles AS a ON a.article_id = em.article_id
WHERE em.event_id = of_event
ORDER BY em.position;
COMMENT ON MACRO TABLE evidence IS 'Every mention of an event with its sentence and article, the best first';
