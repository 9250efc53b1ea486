-- Texts never change: what is new is added.
INSERT INTO article_texts
SELECT s.content_hash, s.title, s.body
FROM staged AS s
WHERE s.content_hash NOT IN (SELECT t.content_hash FROM article_texts AS t)
QUALIFY row_number() OVER (PARTITION BY s.content_hash ORDER BY s.article_id) = 1;

-- A new version where title or text differ, not where only facts about the article do.
INSERT INTO article_versions BY NAME
SELECT
    s.article_id, coalesce(s.old_version, 0) + 1 AS version, s.content_hash, s.title, s.published, s.modified,
    CASE WHEN s.old_version IS NULL THEN [] ELSE list_filter([
        CASE WHEN s.title IS DISTINCT FROM s.old_title THEN 'title' END,
        CASE WHEN e.added + e.removed > 0 THEN 'text' END,
        CASE WHEN s.published IS DISTINCT FROM s.old_published THEN 'published' END
    ], lambda x: x IS NOT NULL) END AS changed,
    e.added AS words_added, e.removed AS words_removed, s.archive_file, s.archive_offset, $now AS seen_at,
    $batch_id AS batch_id
FROM staged AS s
LEFT JOIN in_edit AS e ON e.article_id = s.article_id
WHERE s.content_hash IS DISTINCT FROM s.old_content_hash;

MERGE INTO articles AS a
USING (
    SELECT s.* EXCLUDE (body, old_version, old_content_hash, old_title, old_published, old_first_seen_at, old_coder_version)
        REPLACE (
            coalesce(s.old_version, 0) + (s.content_hash IS DISTINCT FROM s.old_content_hash)::INTEGER AS version,
            coalesce(s.old_first_seen_at, $now) AS first_seen_at, $now AS updated_at, $batch_id AS batch_id
        )
    FROM staged AS s
) AS n
ON a.article_id = n.article_id
WHEN MATCHED THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

-- Coding an article again replaces all that its coding said before. What merging must look at again:
-- where its mentions were, and where they are now.
CREATE OR REPLACE TEMP TABLE dirty AS
SELECT k.block, k.window_start, k.window_end
FROM ops.mention_keys AS k WHERE k.article_id IN (SELECT s.article_id FROM staged AS s);

CREATE OR REPLACE TEMP TABLE dirty_article AS SELECT s.article_id FROM staged AS s;

INSERT INTO ops.recodings BY NAME
WITH again AS (
    SELECT s.article_id, s.old_coder_version, s.coder_version FROM staged AS s
    WHERE s.old_content_hash = s.content_hash AND s.old_coder_version IS DISTINCT FROM s.coder_version
),
compared AS (
    SELECT coalesce(o.article_id, n.article_id) AS article_id, o.article_id IS NOT NULL AS was, n.article_id IS NOT NULL AS is_now
    FROM (SELECT * FROM mentions WHERE article_id IN (SELECT g.article_id FROM again AS g)) AS o
    FULL JOIN (SELECT * FROM in_mention WHERE article_id IN (SELECT g.article_id FROM again AS g)) AS n
        ON n.article_id = o.article_id AND n.type = o.type AND n.realis = o.realis AND n.evidence = o.evidence
        AND n.date_start IS NOT DISTINCT FROM o.date_start
)
SELECT
    g.article_id, g.old_coder_version AS coder_version_before, g.coder_version AS coder_version_after,
    count(*) FILTER (c.was AND c.is_now)::INTEGER AS kept, count(*) FILTER (NOT c.was AND c.is_now)::INTEGER AS added,
    count(*) FILTER (c.was AND NOT c.is_now)::INTEGER AS dropped, $now AS recoded_at, $batch_id AS batch_id
FROM again AS g LEFT JOIN compared AS c ON c.article_id = g.article_id
GROUP BY g.article_id, g.old_coder_version, g.coder_version;

DELETE FROM mentions WHERE article_id IN (SELECT article_id FROM dirty_article);
DELETE FROM mention_participants WHERE article_id IN (SELECT article_id FROM dirty_article);
DELETE FROM person_sightings WHERE article_id IN (SELECT article_id FROM dirty_article);
DELETE FROM article_alternates WHERE article_id IN (SELECT article_id FROM dirty_article);
DELETE FROM ops.mention_keys WHERE article_id IN (SELECT article_id FROM dirty_article);
INSERT INTO mentions BY NAME SELECT * FROM in_mention;
INSERT INTO mention_participants BY NAME SELECT * FROM in_party;
INSERT INTO person_sightings BY NAME SELECT * FROM in_sighting;
INSERT INTO article_alternates BY NAME SELECT * FROM in_alternate;
