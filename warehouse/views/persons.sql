CREATE OR REPLACE VIEW persons AS
WITH told AS (
    SELECT s.person_id, s.name, s.country, s.office, s.rank, s.known, a.published
    FROM person_sightings AS s JOIN articles AS a ON a.article_id = s.article_id
    UNION ALL
    SELECT p.person_id, p.person, p.country, p.office, p.rank, NULL AS known, a.published
    FROM mention_participants AS p JOIN articles AS a ON a.article_id = p.article_id
    WHERE p.person_id IS NOT NULL
)
SELECT
    t.person_id, arg_max(t.name, t.published) AS name, any_value(t.country) AS country,
    arg_max(t.office, t.published) FILTER (t.office IS NOT NULL) AS last_office,
    arg_max(t.rank, t.published) FILTER (t.rank IS NOT NULL) AS last_rank,
    bool_or(t.known) AS known, min(t.published) AS first_seen, max(t.published) AS last_seen
FROM told AS t GROUP BY t.person_id;
COMMENT ON VIEW persons IS 'Persons named in texts, with the office and rank last seen';
