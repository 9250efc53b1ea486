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
    SELECT p.*, h.date_start, h.type, h.place AS held_in
    FROM event_participants AS p JOIN happened AS h ON h.event_id = p.event_id
    WHERE ($since::DATE IS NULL OR h.date_start >= $since::DATE)
        AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
)
SELECT
    one.date_start, one.party, one.person, any_value(one.rank) AS rank, any_value(one.office) AS office, one.type,
    string_agg(DISTINCT other.party || coalesce(' ' || other.person, ''), '; '
        ORDER BY other.party || coalesce(' ' || other.person, '')) AS met,
    any_value(one.held_in) AS place, one.event_id
FROM present AS one
LEFT JOIN present AS other ON other.event_id = one.event_id AND other.party <> one.party
WHERE one.person IS NOT NULL AND ($country::VARCHAR IS NULL OR one.party = $country::VARCHAR)
GROUP BY one.date_start, one.party, one.person, one.type, one.event_id
ORDER BY one.date_start NULLS LAST, one.event_id, one.party, one.person
