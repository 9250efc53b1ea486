-- Events from their mentions: for those of `touched`, and for those whose parent may have been renamed.
DELETE FROM event_mentions WHERE event_id IN (SELECT t.event_id FROM touched AS t);
INSERT INTO event_mentions BY NAME SELECT * FROM assigned;

CREATE OR REPLACE TEMP TABLE derive AS
SELECT t.event_id FROM touched AS t
UNION
SELECT child.event_id
FROM event_mentions AS child
JOIN mentions AS m ON m.mention_id = child.mention_id
WHERE m.parent_mention_id IN (SELECT a.mention_id FROM assigned AS a);

DELETE FROM events WHERE event_id IN (SELECT d.event_id FROM derive AS d);
DELETE FROM event_participants WHERE event_id IN (SELECT d.event_id FROM derive AS d);
DELETE FROM event_areas WHERE event_id IN (SELECT d.event_id FROM derive AS d);

CREATE OR REPLACE TEMP TABLE told AS
SELECT
    em.event_id, em.position, em.origin, m.* EXCLUDE (areas, unresolved), k.vagueness, k.realis_order, k.parties,
    k.place AS place_plain, a.source_id, a.published, a.title, up.event_id AS parent_event_id
FROM event_mentions AS em
JOIN mentions AS m ON m.mention_id = em.mention_id
JOIN ops.mention_keys AS k ON k.mention_id = em.mention_id
JOIN articles AS a ON a.article_id = em.article_id
LEFT JOIN event_mentions AS up ON up.mention_id = m.parent_mention_id
WHERE em.event_id IN (SELECT d.event_id FROM derive AS d);

INSERT INTO events BY NAME
WITH believed AS (
    -- Reports that share an origin count once, with the best of them.
    SELECT o.event_id, round(least(0.99, 1 - product(1 - o.best)), 3) AS confidence
    FROM (SELECT t.event_id, t.origin, max(t.confidence) AS best FROM told AS t GROUP BY t.event_id, t.origin) AS o
    GROUP BY o.event_id
),
anchor AS (
    SELECT t.event_id, t.date_start AS first_day, coalesce(t.date_end, t.date_start) AS last_day
    FROM told AS t WHERE t.position = 1
),
summed AS (
    SELECT
        t.event_id,
        arg_min(t.type, t.position) AS type,
        arg_min(t.realis, t.realis_order) AS realis,
        arg_min(t.level, CASE t.level
            WHEN 'head_of_state' THEN 0 WHEN 'minister' THEN 1 WHEN 'deputy_minister' THEN 2
            WHEN 'chief_of_defence' THEN 3 WHEN 'service_chief' THEN 4 WHEN 'director' THEN 5 ELSE 6 END)
            FILTER (t.level IS NOT NULL) AS level,
        arg_min(t.date_start, t.position) FILTER (t.date_start IS NOT NULL) AS date_start,
        arg_min(CASE WHEN t.date_end > t.date_start THEN t.date_end END, t.position)
            FILTER (t.date_start IS NOT NULL AND t.position = 1) AS date_end,
        arg_min(t.date_precision, t.position) FILTER (t.date_start IS NOT NULL) AS date_precision,
        arg_min(t.date_basis, t.position) FILTER (t.date_start IS NOT NULL) AS date_basis,
        arg_min(t.place, t.position) FILTER (t.place IS NOT NULL) AS place,
        arg_min(t.place_country, t.position) FILTER (t.place_country IS NOT NULL) AS place_country,
        arg_min(t.host, t.position) FILTER (t.host IS NOT NULL) AS host,
        arg_min(t.third_country, t.position) FILTER (t.third_country IS NOT NULL) AS third_country,
        list_sort(list_distinct(flatten(list(t.parties)))) AS parties,
        arg_min(t.instrument_kind, t.position) FILTER (t.instrument_kind IS NOT NULL) AS instrument_kind,
        arg_min(t.instrument_title, t.position) FILTER (t.instrument_title IS NOT NULL) AS instrument_title,
        arg_min(t.instrument_period, t.position) FILTER (t.instrument_period IS NOT NULL) AS instrument_period,
        arg_min(t.instrument_status, t.position) FILTER (t.instrument_status IS NOT NULL) AS instrument_status,
        arg_min(t.parent_event_id, t.position) FILTER (t.parent_event_id IS NOT NULL) AS parent_event_id,
        arg_min(t.date_start, (t.published, t.mention_id)) FILTER (t.realis = 'planned' AND t.date_start IS NOT NULL)
            AS planned_start,
        min(t.published) FILTER (t.realis = 'planned') AS announced_at,
        count(*)::INTEGER AS mentions,
        count(DISTINCT t.article_id)::INTEGER AS articles,
        count(DISTINCT t.source_id)::INTEGER AS sources,
        count(DISTINCT t.origin)::INTEGER AS independent_sources,
        min(t.published) AS first_reported,
        max(t.published) AS last_reported,
        arg_min(t.source_id, (t.published, t.position)) FILTER (t.published IS NOT NULL) AS first_source,
        list_filter([
            CASE WHEN count(*) FILTER (t.vagueness <= 2 AND (t.date_start < n.first_day
                OR coalesce(t.date_end, t.date_start) > n.last_day)) > 0
                THEN 'date: ' || string_agg(DISTINCT t.date_start::VARCHAR, ' | ' ORDER BY t.date_start::VARCHAR)
                    FILTER (t.vagueness <= 2) END,
            CASE WHEN count(DISTINCT t.place_plain) > 1
                THEN 'place: ' || string_agg(DISTINCT t.place, ' | ' ORDER BY t.place) END,
            CASE WHEN count(DISTINCT t.parties) > 1
                THEN 'participants: ' || string_agg(DISTINCT array_to_string(t.parties, ' '), ' | '
                    ORDER BY array_to_string(t.parties, ' ')) END,
            CASE WHEN count(*) FILTER (t.realis = 'cancelled') > 0 AND count(*) FILTER (t.realis_order < 2) > 0
                THEN 'realis: ' || string_agg(DISTINCT t.realis, ' | ' ORDER BY t.realis) END
        ], lambda x: x IS NOT NULL) AS disagreements,
        arg_min(t.title, t.position) AS title,
        arg_min(t.mention_id, t.position) AS mention_id,
        arg_min(t.coder_version, t.position) AS coder_version,
        arg_min(t.ontology_version, t.position) AS ontology_version
    FROM told AS t JOIN anchor AS n ON n.event_id = t.event_id
    GROUP BY t.event_id
)
SELECT
    s.* REPLACE (nullif(s.parent_event_id, s.event_id) AS parent_event_id), b.confidence,
    list_filter(s.parties, lambda x: NOT list_contains(coalesce(o.orgs, []), x)) AS countries
FROM summed AS s
JOIN believed AS b ON b.event_id = s.event_id
LEFT JOIN (
    SELECT t.event_id, list(DISTINCT p.org) AS orgs
    FROM told AS t JOIN mention_participants AS p ON p.mention_id = t.mention_id
    WHERE p.country IS NULL AND p.org IS NOT NULL AND p.article_id IN (SELECT x.article_id FROM told AS x)
    GROUP BY t.event_id
) AS o ON o.event_id = s.event_id;

INSERT INTO event_participants BY NAME
WITH seen AS (
    SELECT
        t.event_id, p.party, p.person_id, min(p.side) AS side,
        arg_min(p.country, t.position) AS country, arg_min(p.org, t.position) AS org,
        arg_min(p.role, t.position) FILTER (p.role IS NOT NULL) AS role,
        arg_min(p.institution, t.position) FILTER (p.institution IS NOT NULL) AS institution,
        arg_min(p.person, t.position) AS person,
        arg_min(p.rank, t.position) FILTER (p.rank IS NOT NULL) AS rank,
        arg_min(p.rank_grade, t.position) FILTER (p.rank_grade IS NOT NULL) AS rank_grade,
        arg_min(p.office, t.position) FILTER (p.office IS NOT NULL) AS office,
        count(DISTINCT t.mention_id)::INTEGER AS mentions
    FROM told AS t JOIN mention_participants AS p ON p.mention_id = t.mention_id
    WHERE p.article_id IN (SELECT x.article_id FROM told AS x)
    GROUP BY t.event_id, p.party, p.person_id
),
named AS (
    -- "Georgia" beside "Georgia's minister of defence" is not another participant.
    SELECT * FROM seen
    QUALIFY person_id IS NOT NULL OR count(person_id) OVER (PARTITION BY event_id, party) = 0
)
SELECT n.*, row_number() OVER (PARTITION BY n.event_id ORDER BY n.side, n.party, n.person_id)::INTEGER AS seq
FROM named AS n;

INSERT INTO event_areas
SELECT t.event_id, x.area, count(*)::INTEGER
FROM told AS t
JOIN (SELECT m.mention_id, unnest(m.areas) AS area FROM mentions AS m
      WHERE m.mention_id IN (SELECT y.mention_id FROM told AS y)) AS x ON x.mention_id = t.mention_id
GROUP BY t.event_id, x.area;
