-- question: Who met whom, when, and in what office?
-- parameter country VARCHAR: only persons of this country or organisation
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column date_start: day of the event
-- column party: country or organisation of the person
-- column person: name
-- column rank: rank then
-- column office: office then
-- column type: form of the event
-- column met: persons of the other parties, or the parties where none is named
-- column place: where
-- column event_id: the event
WITH present AS (
    SELECT
        p.event_id, p.party, p.person, p.rank, p.office, h.date_start, h.type, h.place,
        p.party || coalesce(' ' || p.person, '') AS name
    FROM event_participants AS p JOIN happened AS h ON h.event_id = p.event_id
    WHERE ($since::DATE IS NULL OR h.date_start >= $since::DATE)
        AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
        AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
),
everybody AS (
    SELECT q.event_id, list_sort(list(q.name)) AS names FROM present AS q GROUP BY q.event_id
)
SELECT
    o.date_start, o.party, o.person, o.rank, o.office, o.type,
    array_to_string(list_filter(e.names, lambda x: x <> o.party AND NOT starts_with(x, o.party || ' ')), '; ') AS met,
    o.place, o.event_id
FROM present AS o JOIN everybody AS e ON e.event_id = o.event_id
WHERE o.person IS NOT NULL AND ($country::VARCHAR IS NULL OR o.party = $country::VARCHAR)
ORDER BY o.date_start NULLS LAST, o.event_id, o.party, o.person
