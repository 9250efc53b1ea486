ALTER TABLE ops.batches ADD COLUMN articles_drifted INTEGER;
COMMENT ON COLUMN ops.batches.articles_drifted IS 'Of the articles, those for which the source''s selectors match nothing any more (flag selectors_failed)';
