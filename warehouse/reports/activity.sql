-- question: How many events took place each month, by form?
-- parameter country VARCHAR: only events this country took part in
-- parameter since DATE: from this day
-- parameter until DATE: to this day
-- column month: first day of the month
-- column type: form of the event
-- column events: events that occurred or are going on
-- column mentions: mentions of them
-- column independent_reports: independent reports of them
SELECT
    date_trunc('month', h.date_start)::DATE AS month, h.type, count(*) AS events,
    sum(h.mentions)::BIGINT AS mentions, sum(h.independent_sources)::BIGINT AS independent_reports
FROM happened AS h
WHERE h.date_start IS NOT NULL
    AND ($country::VARCHAR IS NULL OR list_contains(h.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR h.date_start >= $since::DATE)
    AND ($until::DATE IS NULL OR h.date_start <= $until::DATE)
GROUP BY ALL
ORDER BY month, events DESC, h.type
