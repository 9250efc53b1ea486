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
COMMENT ON COLUMN persons.person_id IS 'Key: digest of party and name';
COMMENT ON COLUMN persons.name IS 'Name as last resolved';
COMMENT ON COLUMN persons.country IS 'Country served, ISO 3166-1 alpha-3';
COMMENT ON COLUMN persons.last_office IS 'Office last told';
COMMENT ON COLUMN persons.last_rank IS 'Rank last told';
COMMENT ON COLUMN persons.known IS 'Whether a list of persons knows the name';
COMMENT ON COLUMN persons.first_seen IS 'Publication of the first article that names the person (UTC)';
COMMENT ON COLUMN persons.last_seen IS 'Publication of the last (UTC)';

CREATE OR REPLACE VIEW person_offices AS
SELECT
    p.person_id, any_value(p.person) AS name, p.party, p.office, min(e.date_start) AS first_seen,
    max(e.date_start) AS last_seen, count(DISTINCT e.event_id) AS events
FROM event_participants AS p JOIN events AS e ON e.event_id = p.event_id
WHERE p.person_id IS NOT NULL AND p.office IS NOT NULL
GROUP BY p.person_id, p.party, p.office;
COMMENT ON VIEW person_offices IS 'Offices persons were seen in, from the first to the last such event';
COMMENT ON COLUMN person_offices.person_id IS 'The person (persons)';
COMMENT ON COLUMN person_offices.name IS 'Name';
COMMENT ON COLUMN person_offices.party IS 'Country or organisation served';
COMMENT ON COLUMN person_offices.office IS 'Office, normalised';
COMMENT ON COLUMN person_offices.first_seen IS 'Day of the first event in this office';
COMMENT ON COLUMN person_offices.last_seen IS 'Day of the last';
COMMENT ON COLUMN person_offices.events IS 'Number of events';
