-- Every event's parent exists, and no event is its own parent
SELECT e.event_id AS offending
FROM events AS e LEFT JOIN events AS p ON p.event_id = e.parent_event_id
WHERE e.parent_event_id IS NOT NULL AND (p.event_id IS NULL OR p.event_id = e.event_id)
