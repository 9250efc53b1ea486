-- What shares a band with the articles of in_text, with its text; verbatim copies are known by their fingerprint.
-- Joining the registered table itself is a hundred times slower.
CREATE OR REPLACE TEMP TABLE fresh_band AS
SELECT i.article_id, i.band, (coalesce(s.published, s.old_first_seen_at, now()) AT TIME ZONE 'UTC')::DATE AS day
FROM in_band AS i JOIN staged AS s ON s.article_id = i.article_id;
-- Only what was there before is looked for: the table is long.
DELETE FROM ops.text_bands
WHERE article_id IN (SELECT s.article_id FROM staged AS s WHERE s.old_version IS NOT NULL);
DELETE FROM ops.near_copies
WHERE article_id IN (SELECT t.article_id FROM in_text AS t) OR other_id IN (SELECT t.article_id FROM in_text AS t);
INSERT INTO ops.text_bands BY NAME SELECT * FROM fresh_band;
-- A text is copied within days. Constants let the scan pass over the years it need not read.
SET VARIABLE first_day = (SELECT min(f.day) - 30 FROM fresh_band AS f);
SET VARIABLE last_day = (SELECT max(f.day) + 30 FROM fresh_band AS f);
CREATE OR REPLACE TEMP TABLE shared AS
SELECT i.article_id, b.article_id AS other_id, count(*) AS bands
FROM fresh_band AS i JOIN ops.text_bands AS b ON b.band = i.band AND b.article_id <> i.article_id
    AND b.day BETWEEN i.day - 30 AND i.day + 30
WHERE b.day BETWEEN getvariable('first_day') AND getvariable('last_day')
GROUP BY i.article_id, b.article_id
-- A form that hundreds fill in is no text that is copied.
QUALIFY row_number() OVER (PARTITION BY i.article_id ORDER BY count(*) DESC, b.article_id) <= 50;
-- The inequality is no condition of the join: it would be made of all pairs of articles.
CREATE OR REPLACE TEMP TABLE alike AS
SELECT s.article_id, s.other_id, o.content_hash, o.fingerprint = a.fingerprint AS verbatim
FROM shared AS s
JOIN articles AS a ON a.article_id = s.article_id
JOIN articles AS o ON o.article_id = s.other_id;
