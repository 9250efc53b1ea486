-- The 40 columns of POLECAT (PLOVER), with a header line. One row for each ordered pair of parties of an event that
-- took place. What we do not code (intensity, coordinates, Wikipedia and COW numbers) stays empty.
WITH side AS (
    SELECT
        p.event_id, p.party, any_value(p.country) AS country, min(p.seq) AS seq,
        string_agg(DISTINCT p.person, '; ' ORDER BY p.person) AS people,
        string_agg(DISTINCT p.office, '; ' ORDER BY p.office) AS offices
    FROM event_participants AS p WHERE p.party IS NOT NULL GROUP BY p.event_id, p.party
),
about AS (
    SELECT x.event_id, string_agg(x.area, '; ' ORDER BY x.area) AS areas FROM event_areas AS x GROUP BY x.event_id
)
SELECT
    h.event_id || '-' || one.party || '-' || other.party AS "Event ID",
    strftime(coalesce(h.date_start, (h.first_reported AT TIME ZONE 'UTC')::DATE), '%Y-%m-%d') AS "Event Date",
    f.plover AS "Event Type", f.plover_mode AS "Event Mode", NULL AS "Intensity",
    CASE f.quad_class WHEN 1 THEN 'VERBAL COOPERATION' WHEN 2 THEN 'MATERIAL COOPERATION' WHEN 3 THEN 'VERBAL CONFLICT'
        ELSE 'MATERIAL CONFLICT' END AS "Quad Code",
    concat_ws('; ', 'military', w.areas) AS "Contexts",
    coalesce(one.people, one.party) AS "Actor Name", one.country AS "Actor Country", NULL AS "Actor COW",
    'MIL' AS "Primary Actor Sector", 'MIL' AS "Actor Sectors", one.offices AS "Actor Title",
    coalesce(one.people, one.party) AS "Actor Name Raw", NULL AS "Wikipedia Actor ID",
    coalesce(other.people, other.party) AS "Recipient Name", other.country AS "Recipient Country", NULL AS "Recipient COW",
    'MIL' AS "Primary Recipient Sector", 'MIL' AS "Recipient Sectors", other.offices AS "Recipient Title",
    coalesce(other.people, other.party) AS "Recipient Name Raw", NULL AS "Wikipedia Recipient ID",
    h.place AS "Placename", NULL AS "City", NULL AS "District", NULL AS "Province", h.place_country AS "Country",
    NULL AS "Latitude", NULL AS "Longitude", NULL AS "GeoNames ID", h.place AS "Raw Placename", NULL AS "Feature Type",
    a.source_id AS "Source", strftime(a.published AT TIME ZONE 'UTC', '%Y-%m-%d') AS "Publication Date",
    NULL AS "Story People", NULL AS "Story Organizations", NULL AS "Story Locations", a.lang AS "Language",
    concat_ws(' ', 'dragoman coder', h.coder_version, 'ontology', h.ontology_version) AS "Version"
FROM happened AS h
JOIN side AS one ON one.event_id = h.event_id
JOIN side AS other ON other.event_id = h.event_id AND other.seq > one.seq
JOIN forms AS f ON f.type = h.type
JOIN mentions AS m ON m.mention_id = h.mention_id
JOIN articles AS a ON a.article_id = m.article_id
LEFT JOIN about AS w ON w.event_id = h.event_id
ORDER BY "Event Date", "Event ID"
