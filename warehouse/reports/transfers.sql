-- question: Who supplies what to whom, and how far is it?
-- parameter country VARCHAR: only events this country took part in
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column date_start: day
-- column type: ARMS_TRANSFER or MILITARY_AID
-- column supplier: who gives or sells
-- column recipient: who receives
-- column item: what, as the instrument or else the evidence tells
-- column stage: status of the contract, else planned, ongoing, occurred or cancelled
-- column independent_sources: sources that are no copy or translation of another's
-- column event_id: the event
WITH deal AS (
    SELECT h.*, m.evidence
    FROM events AS h JOIN mentions AS m ON m.mention_id = h.mention_id
    WHERE h.type IN ('ARMS_TRANSFER', 'MILITARY_AID') AND h.realis NOT IN ('hypothetical', 'background')
        AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR h.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
),
sides AS (
    SELECT p.event_id,
        string_agg(DISTINCT p.party, ' ' ORDER BY p.party) FILTER (p.role = 'supplier') AS giving,
        string_agg(DISTINCT p.party, ' ' ORDER BY p.party) FILTER (p.role = 'recipient') AS taking
    FROM event_participants AS p WHERE p.event_id IN (SELECT d.event_id FROM deal AS d) GROUP BY p.event_id
)
SELECT
    d.date_start, d.type, s.giving AS supplier, s.taking AS recipient, coalesce(d.instrument_title, d.evidence) AS item,
    coalesce(d.instrument_status, d.realis) AS stage, d.independent_sources, d.event_id
FROM deal AS d LEFT JOIN sides AS s ON s.event_id = d.event_id
ORDER BY d.date_start NULLS LAST, d.event_id
