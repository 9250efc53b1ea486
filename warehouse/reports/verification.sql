-- question: Which arms-control inspections, visits and notifications were there, under which regime?
-- parameter country VARCHAR: only events this country took part in
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column year: the year
-- column regime: Vienna Document, CFE, Open Skies, Dayton, CWC, or not told
-- column type: VERIFICATION or CSBM_TRANSPARENCY
-- column date_start: first day
-- column date_end: last day, where it is another
-- column inspectors: who inspects
-- column inspected: who is inspected
-- column place: where
-- column realis: occurred, ongoing, planned, cancelled
-- column event_id: the event
WITH told AS (
    SELECT h.*, lower(concat_ws(' ', h.instrument_title, m.evidence, h.title)) AS words
    FROM events AS h JOIN mentions AS m ON m.mention_id = h.mention_id
    WHERE h.type IN ('VERIFICATION', 'CSBM_TRANSPARENCY') AND h.realis IN ('occurred', 'ongoing', 'planned', 'cancelled')
        AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR h.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
),
sides AS (
    SELECT p.event_id,
        string_agg(DISTINCT p.party, ' ' ORDER BY p.party) FILTER (p.role IN ('inspector', 'guest', 'observer')) AS coming,
        string_agg(DISTINCT p.party, ' ' ORDER BY p.party) FILTER (p.role IN ('inspected', 'host')) AS receiving
    FROM event_participants AS p
    WHERE p.event_id IN (SELECT t.event_id FROM told AS t) GROUP BY p.event_id
)
SELECT
    year(t.date_start) AS year,
    CASE
        WHEN regexp_matches(t.words, 'vienna document|венск\p{L}+ документ|vyana sənəd|viyana belgesi') THEN 'Vienna Document'
        WHEN regexp_matches(t.words, '\bcfe\b|conventional armed forces|довсе|обычных вооруж|adi silahlı|\baksa\b|\bakka\b') THEN 'CFE'
        WHEN regexp_matches(t.words, 'open skies|открыт\p{L}+ неб|açıq səma|açık semalar') THEN 'Open Skies'
        WHEN regexp_matches(t.words, 'dayton|florence agreement|дейтон') THEN 'Dayton'
        WHEN regexp_matches(t.words, 'chemical weapons|\bopcw\b|химическ\p{L}+ оруж|kimyəvi silah|kimyasal silah') THEN 'CWC'
        ELSE 'not told'
    END AS regime,
    t.type, t.date_start, t.date_end, s.coming AS inspectors, s.receiving AS inspected,
    coalesce(t.place, t.place_country) AS place, t.realis, t.event_id
FROM told AS t LEFT JOIN sides AS s ON s.event_id = t.event_id
ORDER BY t.date_start NULLS LAST, t.event_id
