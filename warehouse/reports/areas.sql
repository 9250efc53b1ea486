-- question: What do partners talk about, what do they do, and what is talked about but never done?
-- parameter country VARCHAR: the country; without it, every pair once
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column country: the country
-- column partner: the partner
-- column area: area of the codebook
-- column talked: visits, meetings, calls and talks about it
-- column agreed: instruments about it
-- column done: events that do it (courses, exercises, inspections, deliveries ...)
-- column last_talked: day of the last talk
-- column never_done: talked about at least twice, and nothing followed
WITH topic AS (
    SELECT x.event_id, x.area FROM event_areas AS x
    UNION
    -- Some forms are the doing of an area, whether or not the text names the area.
    SELECT h.event_id, f.area
    FROM happened AS h
    JOIN (VALUES ('EDU_TRAINING', 'education_training'), ('JOINT_EXERCISE', 'exercises_interop'),
        ('PEACE_OPS', 'peacekeeping'), ('VERIFICATION', 'arms_control'), ('CSBM_TRANSPARENCY', 'arms_control'),
        ('HADR_DEMINING', 'engineering_demining'), ('INDUSTRY_RND', 'industry_technology'),
        ('ARMS_TRANSFER', 'procurement'), ('MILITARY_AID', 'procurement'), ('PORT_CALL', 'maritime')
    ) AS f (type, area) ON f.type = h.type
)
SELECT
    d.country AS country, d.partner AS partner, t.area,
    count(*) FILTER (d.type IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL', 'STAFF_TALKS',
        'ATTACHE_ACTIVITY')) AS talked,
    count(*) FILTER (d.type IN ('INSTRUMENT_SIGNED', 'INSTRUMENT_STEP')) AS agreed,
    count(*) FILTER (d.type IN ('EXPERT_EXCHANGE', 'JOINT_EXERCISE', 'EDU_TRAINING', 'ADVISORY_PLACEMENT', 'PEACE_OPS',
        'HADR_DEMINING', 'VERIFICATION', 'CSBM_TRANSPARENCY', 'ARMS_TRANSFER', 'MILITARY_AID', 'INDUSTRY_RND',
        'PORT_CALL')) AS done,
    max(d.date_start) FILTER (d.type IN ('OFFICIAL_VISIT', 'HIGH_LEVEL_MEETING', 'MULTILATERAL_MEETING', 'REMOTE_CALL',
        'STAFF_TALKS', 'ATTACHE_ACTIVITY')) AS last_talked,
    talked >= 2 AND done = 0 AS never_done
FROM dyads AS d JOIN topic AS t ON t.event_id = d.event_id
WHERE (d.country < d.partner OR d.country = $country::VARCHAR) AND ($country::VARCHAR IS NULL OR d.country = $country::VARCHAR)
    AND ($since::DATE IS NULL OR d.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR d.date_start <= $until::DATE)
GROUP BY d.country, d.partner, t.area
ORDER BY d.country, d.partner, never_done DESC, talked DESC, t.area
