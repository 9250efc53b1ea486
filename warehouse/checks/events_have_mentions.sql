-- Every event counts its mentions rightly and has one to show
SELECT e.event_id AS offending
FROM events AS e
LEFT JOIN (SELECT x.event_id, count(*) AS n FROM event_mentions AS x GROUP BY x.event_id) AS m ON m.event_id = e.event_id
WHERE e.mentions IS DISTINCT FROM m.n OR e.mention_id NOT IN (SELECT y.mention_id FROM mentions AS y)
