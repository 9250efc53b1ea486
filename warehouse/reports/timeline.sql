-- question: What happened between two parties, in order, and which sentence says so?
-- parameter country VARCHAR: one party, a country or an organisation; without it, any
-- parameter partner VARCHAR: the other; without it, any
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column event_id: the event
-- column date_start: first day
-- column date_end: last day, where it is another
-- column date_precision: day, range, week, month, year
-- column type: form of the event
-- column realis: occurred, ongoing, planned, cancelled, background
-- column parties: who took part
-- column place: where
-- column level: highest level present
-- column areas: what it was about
-- column during: the visit, forum or exercise it was part of
-- column independent_sources: sources that are no copy or translation of another's
-- column confidence: 0 to 1
-- column evidence: the sentence
-- column url: the article it stands in
SELECT
    e.event_id, e.date_start, e.date_end, e.date_precision, e.type, e.realis, array_to_string(e.parties, ' ') AS parties,
    coalesce(e.place, e.place_country) AS place, e.level, array_to_string(list_sort(x.areas), ' ') AS areas,
    e.parent_event_id AS during, e.independent_sources, e.confidence, m.evidence, a.url
FROM events AS e
JOIN mentions AS m ON m.mention_id = e.mention_id
JOIN articles AS a ON a.article_id = m.article_id
LEFT JOIN (SELECT y.event_id, list(y.area) AS areas FROM event_areas AS y GROUP BY y.event_id) AS x
    ON x.event_id = e.event_id
WHERE e.realis <> 'hypothetical'
    AND ($country::VARCHAR IS NULL OR list_contains(e.parties, $country::VARCHAR))
    AND ($partner::VARCHAR IS NULL OR list_contains(e.parties, $partner::VARCHAR))
    AND ($since::DATE IS NULL OR e.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR e.date_start <= $until::DATE)
-- A visit stands before what happened during it.
ORDER BY e.date_start NULLS LAST, coalesce(e.parent_event_id, e.event_id), e.parent_event_id IS NOT NULL, e.event_id
