-- question: How much did the sources publish, and how much of it told of defence diplomacy, day by day?
-- parameter since DATE: published from this day (UTC)
-- parameter until DATE: to this day
-- column day: day of publication (UTC)
-- column articles: articles we have from it
-- column relevant: those that tell of defence diplomacy
-- column events: events told for the first time on it
-- column sources: sources that published
SELECT
    coalesce(p.day, t.day) AS day, coalesce(p.articles, 0) AS articles, coalesce(p.relevant, 0) AS relevant,
    coalesce(t.events, 0) AS events, coalesce(p.sources, 0) AS sources
FROM (
    SELECT
        a.published::DATE AS day, count(*) AS articles, count(*) FILTER (a.relevant) AS relevant,
        count(DISTINCT a.source_id) AS sources
    FROM articles AS a GROUP BY 1
) AS p
FULL JOIN (SELECT e.first_reported::DATE AS day, count(*) AS events FROM events AS e GROUP BY 1) AS t ON t.day = p.day
WHERE coalesce(p.day, t.day) IS NOT NULL
    AND ($since::DATE IS NULL OR coalesce(p.day, t.day) >= $since::DATE)
    AND ($until::DATE IS NULL OR coalesce(p.day, t.day) <= $until::DATE)
ORDER BY 1
