-- The 61 columns of GDELT 2.0 events, without a header line. One row for each ordered pair of parties of an event
-- that took place, the host or the first side first. What we do not code (tone, Goldstein scale, religion,
-- coordinates) stays empty.
WITH pair AS (
    SELECT
        e.*, a.party AS one, b.party AS other, a.country AS one_country, b.country AS other_country,
        coalesce(e.date_start, (e.first_reported AT TIME ZONE 'UTC')::DATE) AS day
    FROM happened AS e
    JOIN (SELECT DISTINCT p.event_id, p.party, p.country, min(p.seq) AS seq FROM event_participants AS p
        WHERE p.party IS NOT NULL GROUP BY ALL) AS a ON a.event_id = e.event_id
    JOIN (SELECT DISTINCT p.event_id, p.party, p.country, min(p.seq) AS seq FROM event_participants AS p
        WHERE p.party IS NOT NULL GROUP BY ALL) AS b ON b.event_id = e.event_id AND b.seq > a.seq
)
SELECT
    ('0x' || md5(p.event_id || p.one || p.other)[:15])::BIGINT AS GLOBALEVENTID,
    strftime(p.day, '%Y%m%d') AS SQLDATE, strftime(p.day, '%Y%m') AS MonthYear, year(p.day) AS Year,
    round(year(p.day) + dayofyear(p.day) / 365.0, 4) AS FractionDate,
    p.one || 'MIL' AS Actor1Code, p.one AS Actor1Name, p.one_country AS Actor1CountryCode,
    CASE WHEN p.one_country IS NULL THEN p.one END AS Actor1KnownGroupCode, NULL AS Actor1EthnicCode,
    NULL AS Actor1Religion1Code, NULL AS Actor1Religion2Code, 'MIL' AS Actor1Type1Code, NULL AS Actor1Type2Code,
    NULL AS Actor1Type3Code,
    p.other || 'MIL' AS Actor2Code, p.other AS Actor2Name, p.other_country AS Actor2CountryCode,
    CASE WHEN p.other_country IS NULL THEN p.other END AS Actor2KnownGroupCode, NULL AS Actor2EthnicCode,
    NULL AS Actor2Religion1Code, NULL AS Actor2Religion2Code, 'MIL' AS Actor2Type1Code, NULL AS Actor2Type2Code,
    NULL AS Actor2Type3Code,
    (p.parent_event_id IS NULL)::INTEGER AS IsRootEvent, f.cameo AS EventCode, f.cameo[:3] AS EventBaseCode,
    f.cameo[:2] AS EventRootCode, f.quad_class AS QuadClass, NULL AS GoldsteinScale, p.mentions AS NumMentions,
    p.sources AS NumSources, p.articles AS NumArticles, NULL AS AvgTone,
    NULL AS Actor1Geo_Type, NULL AS Actor1Geo_FullName, NULL AS Actor1Geo_CountryCode, NULL AS Actor1Geo_ADM1Code,
    NULL AS Actor1Geo_ADM2Code, NULL AS Actor1Geo_Lat, NULL AS Actor1Geo_Long, NULL AS Actor1Geo_FeatureID,
    NULL AS Actor2Geo_Type, NULL AS Actor2Geo_FullName, NULL AS Actor2Geo_CountryCode, NULL AS Actor2Geo_ADM1Code,
    NULL AS Actor2Geo_ADM2Code, NULL AS Actor2Geo_Lat, NULL AS Actor2Geo_Long, NULL AS Actor2Geo_FeatureID,
    CASE WHEN p.place IS NOT NULL THEN 4 WHEN p.place_country IS NOT NULL THEN 1 ELSE 0 END AS ActionGeo_Type,
    concat_ws(', ', p.place, p.place_country) AS ActionGeo_FullName, p.place_country AS ActionGeo_CountryCode,
    NULL AS ActionGeo_ADM1Code, NULL AS ActionGeo_ADM2Code, NULL AS ActionGeo_Lat, NULL AS ActionGeo_Long,
    NULL AS ActionGeo_FeatureID,
    strftime(p.first_reported AT TIME ZONE 'UTC', '%Y%m%d%H%M%S') AS DATEADDED, a.url AS SOURCEURL
FROM pair AS p
JOIN forms AS f ON f.type = p.type
JOIN mentions AS m ON m.mention_id = p.mention_id
JOIN articles AS a ON a.article_id = m.article_id
ORDER BY p.day, p.event_id, p.one, p.other
