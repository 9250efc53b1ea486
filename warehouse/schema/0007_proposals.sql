CREATE TABLE proposals (
    proposal_id VARCHAR NOT NULL, coder VARCHAR NOT NULL, article_id VARCHAR NOT NULL, verdict VARCHAR NOT NULL,
    type VARCHAR NOT NULL, parties VARCHAR[], date_start DATE, fields VARCHAR[], proposed JSON, ours JSON,
    evidence VARCHAR NOT NULL, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, status VARCHAR NOT NULL,
    proposed_at TIMESTAMPTZ NOT NULL, decided_at TIMESTAMPTZ
);
COMMENT ON TABLE proposals IS 'What a second coder reads in an article and the rules do not, or not so: for review, counted nowhere';
COMMENT ON COLUMN proposals.proposal_id IS 'Key: digest of coder, article and what is proposed';
COMMENT ON COLUMN proposals.coder IS 'The second coder';
COMMENT ON COLUMN proposals.article_id IS 'The article (articles)';
COMMENT ON COLUMN proposals.verdict IS 'only theirs: the rules tell no such event; differs: they tell it otherwise';
COMMENT ON COLUMN proposals.type IS 'Form of the event as proposed';
COMMENT ON COLUMN proposals.parties IS 'Countries and organisations as proposed, sorted';
COMMENT ON COLUMN proposals.date_start IS 'First day as proposed';
COMMENT ON COLUMN proposals.fields IS 'What differs from ours';
COMMENT ON COLUMN proposals.proposed IS 'The whole proposal';
COMMENT ON COLUMN proposals.ours IS 'What the rules tell instead; empty where they tell nothing';
COMMENT ON COLUMN proposals.evidence IS 'The words it quotes, as the article has them';
COMMENT ON COLUMN proposals.span_start IS 'First character of the quote in the text, from 0';
COMMENT ON COLUMN proposals.span_end IS 'Character after the quote';
COMMENT ON COLUMN proposals.status IS 'new, accepted, rejected: what a person in charge said of it';
COMMENT ON COLUMN proposals.proposed_at IS 'When it was first proposed (UTC)';
COMMENT ON COLUMN proposals.decided_at IS 'When it was decided (UTC)';
