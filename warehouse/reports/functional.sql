-- question: How much is done and talked about in education, medicine, peace operations and disaster relief?
-- parameter country VARCHAR: only events this country took part in
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column year: the year
-- column function: education, medicine, peace_operations, relief_demining
-- column done: courses, exchanges, rotations, relief and other doing
-- column talked: visits, meetings and talks that had it as a subject
-- column agreed: instruments about it
-- column countries: countries taking part
WITH topic AS (
    SELECT x.event_id, CASE x.area WHEN 'education_training' THEN 'education' WHEN 'medicine' THEN 'medicine'
        WHEN 'peacekeeping' THEN 'peace_operations' ELSE 'relief_demining' END AS f
    FROM event_areas AS x
    WHERE x.area IN ('education_training', 'medicine', 'peacekeeping', 'engineering_demining')
    UNION
    SELECT e.event_id, CASE e.type WHEN 'EDU_TRAINING' THEN 'education' WHEN 'PEACE_OPS' THEN 'peace_operations'
        ELSE 'relief_demining' END AS f
    FROM happened AS e WHERE e.type IN ('EDU_TRAINING', 'PEACE_OPS', 'HADR_DEMINING')
)
SELECT
    year(h.date_start) AS year, t.f AS function,
    count(*) FILTER (h.type NOT IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL',
        'STAFF_TALKS', 'ATTACHE_ACTIVITY', 'CEREMONY', 'INSTRUMENT_SIGNED', 'INSTRUMENT_STEP',
        'COOPERATION_REDUCED')) AS done,
    count(*) FILTER (h.type IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL',
        'STAFF_TALKS', 'ATTACHE_ACTIVITY')) AS talked,
    count(*) FILTER (h.type IN ('INSTRUMENT_SIGNED', 'INSTRUMENT_STEP')) AS agreed,
    len(list_distinct(flatten(list(h.countries)))) AS countries
FROM topic AS t JOIN happened AS h ON h.event_id = t.event_id
WHERE h.date_start IS NOT NULL
    AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR h.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
GROUP BY ALL
ORDER BY year, function
