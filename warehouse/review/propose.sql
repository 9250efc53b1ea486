-- What this coder no longer proposes of the articles it read again; decisions stay.
DELETE FROM proposals
WHERE coder = $coder AND status = 'new' AND article_id IN (SELECT article_id FROM in_article_read)
    AND proposal_id NOT IN (SELECT proposal_id FROM in_proposal);

MERGE INTO proposals AS p
USING (
    SELECT * REPLACE ($now AS proposed_at) FROM in_proposal
    QUALIFY row_number() OVER (PARTITION BY proposal_id ORDER BY span_start) = 1
) AS n
ON p.proposal_id = n.proposal_id
WHEN MATCHED THEN UPDATE SET verdict = n.verdict, fields = n.fields, ours = n.ours
WHEN NOT MATCHED THEN INSERT BY NAME;
