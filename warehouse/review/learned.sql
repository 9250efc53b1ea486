-- What mentions teach: who held which office of which country or organisation, from the first to the last day seen.
-- Only mentions that the coder is sure of, and in which nothing was understood from elsewhere: so it never learns from
-- what it was taught, and coding again with what was learned teaches the same.
WITH sure AS (
    SELECT m.mention_id, coalesce(m.date_start, a.published::DATE) AS day
    FROM mentions AS m JOIN articles AS a ON a.article_id = m.article_id
    WHERE m.confidence >= $least_confidence AND m.realis IN ('occurred', 'ongoing')
        AND m.mention_id NOT IN (
            SELECT p.mention_id FROM mention_participants AS p
            WHERE p.country_basis NOT IN ('text', 'gazetteer', 'tenure')
        )
),
told AS (
    SELECT lower(p.person) AS name, p.person, p.person_id, p.party, p.country, p.org, p.office, s.day
    FROM sure AS s JOIN mention_participants AS p ON p.mention_id = s.mention_id
    WHERE contains(p.person, ' ') AND p.office IS NOT NULL AND p.country_basis = 'text'
),
-- Of namesakes in two countries nothing is learned, nor of those whom a list or a reviewer has decided on.
certain AS (
    SELECT t.name FROM told AS t
    GROUP BY t.name
    HAVING count(DISTINCT t.party) = 1
)
SELECT
    min(t.person) AS person, any_value(t.country) AS country, any_value(t.org) AS org, t.office,
    min(t.day) AS first_day, max(t.day) AS last_day
FROM told AS t
WHERE t.name IN (SELECT c.name FROM certain AS c)
    AND t.person_id NOT IN (SELECT s.person_id FROM person_sightings AS s WHERE s.known)
    AND t.person_id NOT IN (SELECT r.person_id FROM reviews AS r)
    AND t.name NOT IN (SELECT lower(r.name) FROM reviews AS r WHERE r.status = 'accepted')
GROUP BY t.name, t.office
ORDER BY person, t.office
