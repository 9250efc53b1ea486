-- No event took place after it was last reported, and no article is from the future
SELECT e.event_id AS offending FROM events AS e
WHERE e.realis IN ('occurred', 'background') AND e.date_precision IN ('day', 'range')
    AND e.date_start > (e.last_reported AT TIME ZONE 'UTC')::DATE + 1
UNION ALL
SELECT a.article_id FROM articles AS a WHERE a.published > a.updated_at + INTERVAL 1 DAY
