CREATE TABLE ops.recodings (
    article_id VARCHAR NOT NULL, coder_version_before VARCHAR, coder_version_after VARCHAR, kept INTEGER NOT NULL,
    added INTEGER NOT NULL, dropped INTEGER NOT NULL, recoded_at TIMESTAMPTZ NOT NULL, batch_id VARCHAR NOT NULL
);
COMMENT ON TABLE ops.recodings IS 'What coding an unchanged article again changed';
COMMENT ON COLUMN ops.recodings.article_id IS 'The article (articles)';
COMMENT ON COLUMN ops.recodings.coder_version_before IS 'Version of the coder before';
COMMENT ON COLUMN ops.recodings.coder_version_after IS 'Version of the coder after';
COMMENT ON COLUMN ops.recodings.kept IS 'Mentions with the same type, realis, date and evidence before and after';
COMMENT ON COLUMN ops.recodings.added IS 'Mentions that came in';
COMMENT ON COLUMN ops.recodings.dropped IS 'Mentions that went out';
COMMENT ON COLUMN ops.recodings.recoded_at IS 'When (UTC)';
COMMENT ON COLUMN ops.recodings.batch_id IS 'Batch that brought the new coding (ops.batches)';

CREATE TABLE ops.check_results (
    run_id VARCHAR, name VARCHAR NOT NULL, meaning VARCHAR NOT NULL, offending BIGINT NOT NULL, examples VARCHAR[],
    checked_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE ops.check_results IS 'Outcomes of the checks of the data';
COMMENT ON COLUMN ops.check_results.run_id IS 'Run (ops.runs)';
COMMENT ON COLUMN ops.check_results.name IS 'The check';
COMMENT ON COLUMN ops.check_results.meaning IS 'What it holds to be true';
COMMENT ON COLUMN ops.check_results.offending IS 'Rows for which it is not; 0 is good';
COMMENT ON COLUMN ops.check_results.examples IS 'Some of these rows';
COMMENT ON COLUMN ops.check_results.checked_at IS 'When (UTC)';

COMMENT ON COLUMN ops.mention_keys.place IS 'Place in plain letters';
