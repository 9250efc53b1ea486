-- question: What did the sources tell for the first time, newest first?
-- parameter country VARCHAR: only events with this party
-- parameter since DATE: told for the first time from this day (UTC)
-- parameter until DATE: to this day
-- column first_reported: when the first article was published (UTC)
-- column first_source: whose it was
-- column type: form of the event
-- column realis: occurred, ongoing, planned, cancelled, background
-- column date_start: first day of the event
-- column parties: who took part
-- column place: where
-- column independent_sources: sources that are no copy or translation of another's
-- column evidence: the sentence
-- column url: the article it stands in
-- column event_id: the event
SELECT
    e.first_reported, e.first_source, e.type, e.realis, e.date_start, array_to_string(e.parties, ' ') AS parties,
    coalesce(e.place, e.place_country) AS place, e.independent_sources, m.evidence, a.url, e.event_id
FROM events AS e
JOIN mentions AS m ON m.mention_id = e.mention_id
JOIN articles AS a ON a.article_id = m.article_id
WHERE e.realis NOT IN ('background', 'hypothetical')
    AND ($country::VARCHAR IS NULL OR list_contains(e.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR e.first_reported >= $since::DATE)
    AND ($until::DATE IS NULL OR e.first_reported < $until::DATE + 1)
ORDER BY e.first_reported DESC, e.event_id
