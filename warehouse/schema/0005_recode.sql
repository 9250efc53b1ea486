ALTER TABLE articles ADD COLUMN published_offset INTEGER;
COMMENT ON COLUMN articles.published_offset IS 'Minutes by which the clock that the publication time was written in is ahead of UTC; mention ids begin with the day on that clock';

CREATE TABLE ops.recodes (
    recode_id VARCHAR NOT NULL, scope VARCHAR NOT NULL, coder_version VARCHAR NOT NULL, from_raw BOOLEAN NOT NULL,
    status VARCHAR NOT NULL, started_at TIMESTAMPTZ NOT NULL, reported_at TIMESTAMPTZ, published_at TIMESTAMPTZ,
    report JSON
);
COMMENT ON TABLE ops.recodes IS 'Recodings of stored articles: what each would change, and whether it became the current coding';
COMMENT ON COLUMN ops.recodes.recode_id IS 'Key';
COMMENT ON COLUMN ops.recodes.scope IS 'Digest of coder version, sources, days and origin: an unfinished recoding of the same scope is gone on with';
COMMENT ON COLUMN ops.recodes.coder_version IS 'Version of the coder';
COMMENT ON COLUMN ops.recodes.from_raw IS 'Whether pages were parsed again from the archive, not only stored texts coded again';
COMMENT ON COLUMN ops.recodes.status IS 'running, reported, published, discarded';
COMMENT ON COLUMN ops.recodes.started_at IS 'Start (UTC)';
COMMENT ON COLUMN ops.recodes.reported_at IS 'When all of it was coded and compared (UTC)';
COMMENT ON COLUMN ops.recodes.published_at IS 'When it had become the current coding (UTC)';
COMMENT ON COLUMN ops.recodes.report IS 'The difference in numbers and examples';

CREATE TABLE ops.recode_articles (
    recode_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, content_hash VARCHAR NOT NULL, same INTEGER NOT NULL,
    differs BOOLEAN NOT NULL, problem VARCHAR, article JSON, coding JSON
);
COMMENT ON TABLE ops.recode_articles IS 'Staging: articles coded again and not yet current; emptied when that is decided';
COMMENT ON COLUMN ops.recode_articles.recode_id IS 'The recoding (ops.recodes)';
COMMENT ON COLUMN ops.recode_articles.article_id IS 'The article (articles); key together with recode_id';
COMMENT ON COLUMN ops.recode_articles.content_hash IS 'Stored version it was compared with; one that has changed since is left alone';
COMMENT ON COLUMN ops.recode_articles.same IS 'Mentions that came out as they were';
COMMENT ON COLUMN ops.recode_articles.differs IS 'Whether anything stored would change, the version of the coder included';
COMMENT ON COLUMN ops.recode_articles.problem IS 'Why the raw page could not be used; the stored text was coded instead';
COMMENT ON COLUMN ops.recode_articles.article IS 'The article as parsed again; empty where the stored one was coded';
COMMENT ON COLUMN ops.recode_articles.coding IS 'The new coding; empty where nothing differs';

CREATE TABLE ops.recode_changes (
    recode_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, change VARCHAR NOT NULL,
    type VARCHAR NOT NULL, type_before VARCHAR, fields VARCHAR[], old JSON, new JSON, evidence VARCHAR
);
COMMENT ON TABLE ops.recode_changes IS 'Mentions that a recoding gained, lost or changed';
COMMENT ON COLUMN ops.recode_changes.recode_id IS 'The recoding (ops.recodes)';
COMMENT ON COLUMN ops.recode_changes.article_id IS 'The article (articles)';
COMMENT ON COLUMN ops.recode_changes.source_id IS 'Its source (sources)';
COMMENT ON COLUMN ops.recode_changes.change IS 'gained, lost, changed';
COMMENT ON COLUMN ops.recode_changes.type IS 'Form of the event, as coded now; of a lost one, as coded before';
COMMENT ON COLUMN ops.recode_changes.type_before IS 'Form it had before, where that is another';
COMMENT ON COLUMN ops.recode_changes.fields IS 'What differs';
COMMENT ON COLUMN ops.recode_changes.old IS 'The mention before, with its participants; empty when gained';
COMMENT ON COLUMN ops.recode_changes.new IS 'The mention now, with its participants; empty when lost';
COMMENT ON COLUMN ops.recode_changes.evidence IS 'The sentence it rests on';
