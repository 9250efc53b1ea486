CREATE OR REPLACE VIEW parser_drift AS
SELECT
    b.source_id, b.run_id, max(b.loaded_at) AS loaded_at, sum(b.articles)::BIGINT AS articles,
    sum(b.articles_drifted)::BIGINT AS drifted, sum(b.articles_drifted) / sum(b.articles) AS share
FROM ops.batches AS b
WHERE b.source_id IS NOT NULL AND b.articles > 0
GROUP BY b.source_id, b.run_id
QUALIFY row_number() OVER (PARTITION BY b.source_id ORDER BY max(b.loaded_at) DESC, b.run_id DESC) = 1;
COMMENT ON VIEW parser_drift IS 'Whether each source''s selectors still match its pages, in the last run that read articles of it';
COMMENT ON COLUMN parser_drift.source_id IS 'The source (sources)';
COMMENT ON COLUMN parser_drift.run_id IS 'That run (ops.runs)';
COMMENT ON COLUMN parser_drift.loaded_at IS 'When it loaded the last of them (UTC)';
COMMENT ON COLUMN parser_drift.articles IS 'Articles it read';
COMMENT ON COLUMN parser_drift.drifted IS 'Of these, read without the source''s selectors because they match nothing';
COMMENT ON COLUMN parser_drift.share IS 'Part that drifted, 0 to 1';
