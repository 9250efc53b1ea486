-- Every mention belongs to exactly one event
SELECT m.mention_id AS offending
FROM mentions AS m LEFT JOIN event_mentions AS e ON e.mention_id = m.mention_id
GROUP BY m.mention_id HAVING count(e.event_id) <> 1
