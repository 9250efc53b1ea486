CREATE TABLE ops.text_bands (article_id VARCHAR NOT NULL, band BIGINT NOT NULL, day DATE NOT NULL);
COMMENT ON TABLE ops.text_bands IS 'Keys by which near-duplicates among articles with mentions find one another (MinHash bands of the text)';
COMMENT ON COLUMN ops.text_bands.article_id IS 'The article (articles)';
COMMENT ON COLUMN ops.text_bands.band IS 'Digest of some of the text''s MinHash values; copies are expected to share one';
COMMENT ON COLUMN ops.text_bands.day IS 'Day of publication (UTC), of loading where none is known: copies are looked for within a month of it';

CREATE TABLE ops.near_copies (article_id VARCHAR NOT NULL, other_id VARCHAR NOT NULL, similarity DOUBLE NOT NULL);
COMMENT ON TABLE ops.near_copies IS 'Pairs of articles with mentions whose texts are nearly the same, each pair once';
COMMENT ON COLUMN ops.near_copies.article_id IS 'One article (articles), the lesser id';
COMMENT ON COLUMN ops.near_copies.other_id IS 'The other (articles)';
COMMENT ON COLUMN ops.near_copies.similarity IS 'Estimated share of three-word sequences in common, 0 to 1';
COMMENT ON COLUMN ops.rejects.stage IS 'discover, fetch, triage, parse, code, load, import';
