MERGE INTO reviews AS r
USING (
    SELECT * FROM in_review EXCEPT SELECT * EXCLUDE (decided_at) FROM reviews
) AS n
ON r.person_id = n.person_id
WHEN MATCHED THEN UPDATE SET
    status = n.status, name = n.name, person = n.person, country = n.country, org = n.org, office = n.office,
    rank = n.rank, held_from = n.held_from, held_to = n.held_to, decided_at = $now
WHEN NOT MATCHED THEN INSERT VALUES (
    n.person_id, n.status, n.name, n.person, n.country, n.org, n.office, n.rank, n.held_from, n.held_to, $now
);
