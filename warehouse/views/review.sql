CREATE OR REPLACE VIEW review AS
WITH told AS (
    SELECT
        s.person_id, s.name, s.country, s.org, s.country_basis, s.office, s.rank, s.known, s.evidence, s.article_id,
        s.seq, a.source_id, a.url, a.published
    FROM person_sightings AS s JOIN articles AS a ON a.article_id = s.article_id
),
counted AS (
    SELECT
        t.person_id, bool_or(NOT t.known) AS unknown, min(t.published) AS first_seen, max(t.published) AS last_seen,
        count(DISTINCT t.article_id) AS articles, count(DISTINCT t.source_id) AS sources
    FROM told AS t
    GROUP BY t.person_id
),
-- The sentence that says most, of the newest article that has one.
best AS (
    SELECT t.*
    FROM told AS t
    QUALIFY row_number() OVER (
        PARTITION BY t.person_id
        ORDER BY (t.country_basis = 'text') DESC NULLS LAST, t.office IS NULL, t.published DESC NULLS LAST, t.article_id, t.seq
    ) = 1
)
SELECT
    coalesce(c.person_id, r.person_id) AS person_id, coalesce(r.status, 'new') AS status,
    coalesce(r.name, b.name) AS name, r.person,
    CASE WHEN r.person_id IS NULL THEN b.country ELSE r.country END AS country,
    CASE WHEN r.person_id IS NULL THEN b.org ELSE r.org END AS org,
    CASE WHEN r.person_id IS NULL THEN b.country_basis ELSE 'reviewed' END AS country_basis,
    CASE WHEN r.person_id IS NULL THEN b.office ELSE r.office END AS office,
    CASE WHEN r.person_id IS NULL THEN b.rank ELSE r.rank END AS rank,
    r.held_from, r.held_to, c.first_seen, c.last_seen, coalesce(c.articles, 0) AS articles,
    coalesce(c.sources, 0) AS sources, b.evidence, b.url, r.decided_at
FROM counted AS c
LEFT JOIN best AS b ON b.person_id = c.person_id
FULL JOIN reviews AS r ON r.person_id = c.person_id
WHERE c.unknown OR r.person_id IS NOT NULL;
COMMENT ON VIEW review IS 'Names that no list of persons knows, for a person in charge to accept or reject, and what was decided';
COMMENT ON COLUMN review.person_id IS 'Key: digest of party and name';
COMMENT ON COLUMN review.status IS 'new, accepted, rejected';
COMMENT ON COLUMN review.name IS 'Name as articles have it';
COMMENT ON COLUMN review.person IS 'Name as it is to be written, once decided';
COMMENT ON COLUMN review.country IS 'Country served, ISO 3166-1 alpha-3';
COMMENT ON COLUMN review.org IS 'Organisation served, where it is no country';
COMMENT ON COLUMN review.country_basis IS 'How the country was found: text, gazetteer, learned tenure, source ...; reviewed once decided';
COMMENT ON COLUMN review.office IS 'Office';
COMMENT ON COLUMN review.rank IS 'Rank';
COMMENT ON COLUMN review.held_from IS 'First day in office, where the review says it';
COMMENT ON COLUMN review.held_to IS 'Last day in office, where the review says it';
COMMENT ON COLUMN review.first_seen IS 'Publication of the first article that names the person (UTC)';
COMMENT ON COLUMN review.last_seen IS 'Publication of the last (UTC)';
COMMENT ON COLUMN review.articles IS 'Number of articles';
COMMENT ON COLUMN review.sources IS 'Number of sources';
COMMENT ON COLUMN review.evidence IS 'The sentence that says most about the person';
COMMENT ON COLUMN review.url IS 'Where it stands';
COMMENT ON COLUMN review.decided_at IS 'When it was decided (UTC)';
