-- question: Which joint exercises were, are and will be held, in which series, and who joins?
-- parameter country VARCHAR: only events this country took part in
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column date_start: first day
-- column date_end: last day, where it is another
-- column realis: occurred, ongoing, planned or cancelled
-- column name: name in quotation marks in the evidence
-- column series: the name without number or year
-- column edition: number within the series, among those on record
-- column parties: who takes part
-- column joined: parties that were not in the edition before
-- column place: where
-- column event_id: the event
WITH drill AS (
    SELECT
        h.*, trim(nullif(regexp_extract(m.evidence, '[“"«„]([^”"»“]{2,60})[”"»“]', 1), '')) AS title_told
    FROM events AS h JOIN mentions AS m ON m.mention_id = h.mention_id
    WHERE h.type = 'JOINT_EXERCISE' AND h.realis IN ('occurred', 'ongoing', 'planned', 'cancelled') AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR h.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
),
named AS (
    SELECT d.*, lower(trim(regexp_replace(d.title_told, '[\s\-–—]*(\d+([/.]\d+)?|[IVX]+)\s*$', ''))) AS family FROM drill AS d
),
counted AS (
    SELECT n.*,
        lag(n.parties) OVER (PARTITION BY n.family ORDER BY n.date_start, n.event_id) AS before,
        row_number() OVER (PARTITION BY n.family ORDER BY n.date_start, n.event_id) AS number
    FROM named AS n
)
SELECT
    c.date_start, c.date_end, c.realis, c.title_told AS name, c.family AS series,
    CASE WHEN c.family IS NOT NULL THEN c.number END AS edition, array_to_string(c.parties, ' ') AS parties,
    CASE WHEN c.family IS NOT NULL AND c.before IS NOT NULL
        THEN array_to_string(list_filter(c.parties, lambda x: NOT list_contains(c.before, x)), ' ') END AS joined,
    coalesce(c.place, c.place_country) AS place, c.event_id
FROM counted AS c
ORDER BY c.date_start NULLS LAST, c.event_id
