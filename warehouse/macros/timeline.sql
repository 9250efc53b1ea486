CREATE OR REPLACE MACRO timeline(party, since := NULL::DATE, until := NULL::DATE) AS TABLE
SELECT
    e.date_start, e.date_end, e.type, e.realis, array_to_string(e.parties, ' ') AS parties,
    coalesce(e.place, e.place_country) AS place, e.level, e.independent_sources, m.evidence, e.event_id,
    e.parent_event_id
FROM events AS e JOIN mentions AS m ON m.mention_id = e.mention_id
WHERE list_contains(e.parties, upper(party)) AND e.realis <> 'hypothetical'
    AND (since IS NULL OR e.date_start >= since::DATE) AND (until IS NULL OR e.date_start <= until::DATE)
ORDER BY e.date_start NULLS LAST, coalesce(e.parent_event_id, e.event_id), e.parent_event_id IS NOT NULL, e.event_id;
COMMENT ON MACRO TABLE timeline IS 'Everything a party took part in, in order, visits before what happened during them';
