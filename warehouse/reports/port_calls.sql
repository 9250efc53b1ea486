-- question: Which warships called at which foreign ports?
-- parameter country VARCHAR: only events this country took part in
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column date_start: first day
-- column date_end: last day, where it is another
-- column realis: occurred, ongoing, planned, cancelled
-- column visitor: whose ships
-- column host: whose port
-- column port: the port
-- column ship: name in quotation marks in the evidence
-- column evidence: the sentence
-- column event_id: the event
SELECT
    h.date_start, h.date_end, h.realis, array_to_string(list_filter(h.countries, lambda x: x IS DISTINCT FROM y.port_of), ' ') AS visitor,
    y.port_of AS host, h.place AS port,
    nullif(regexp_extract(m.evidence, '[“"«„‘]([^”"»“’]{2,60})[”"»“’]', 1), '') AS ship, m.evidence, h.event_id
FROM events AS h
JOIN mentions AS m ON m.mention_id = h.mention_id
JOIN (SELECT z.event_id, coalesce(z.host, z.place_country) AS port_of FROM events AS z) AS y ON y.event_id = h.event_id
WHERE h.type = 'PORT_CALL' AND h.realis IN ('occurred', 'ongoing', 'planned', 'cancelled')
    AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR h.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
ORDER BY h.date_start NULLS LAST, h.event_id
