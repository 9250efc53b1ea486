-- People of an id or name: the last decision, then what the article read last says.
SELECT f.* EXCLUDE (told)
FROM (
    SELECT r.person_id, r.name, r.person, r.country, r.org, r.office, r.rank, r.held_from, r.held_to, 0 AS told
    FROM reviews AS r WHERE r.person_id = $who OR lower(r.name) = lower($who)
    UNION ALL
    SELECT s.person_id, s.name, s.name, s.country, s.org, s.office, s.rank, NULL, NULL, 1
    FROM person_sightings AS s JOIN articles AS a ON a.article_id = s.article_id
    WHERE s.person_id = $who OR (lower(s.name) = lower($who) AND NOT s.known)
    QUALIFY row_number() OVER (
        PARTITION BY s.person_id ORDER BY s.office IS NULL, a.published DESC NULLS LAST, s.article_id, s.seq
    ) = 1
) AS f
ORDER BY f.told
