-- Fetches are a log. Rejects are kept once for each address, stage and reason.
INSERT INTO ops.fetches BY NAME SELECT * REPLACE ($batch_id AS batch_id) FROM in_fetch;

MERGE INTO ops.rejects AS r
USING (
    SELECT * FROM in_reject
    QUALIFY row_number() OVER (PARTITION BY reject_id ORDER BY detail) = 1
) AS s
ON r.reject_id = s.reject_id
WHEN MATCHED THEN UPDATE SET
    detail = s.detail, archive_file = s.archive_file, archive_offset = s.archive_offset,
    retryable = s.retryable, times = r.times + 1, last_at = $now, batch_id = $batch_id
WHEN NOT MATCHED THEN INSERT
    (reject_id, source_id, url, stage, reason, detail, archive_file, archive_offset, retryable, times, first_at,
     last_at, batch_id)
    VALUES (s.reject_id, s.source_id, s.url, s.stage, s.reason, s.detail, s.archive_file, s.archive_offset,
            s.retryable, 1, $now, $now, $batch_id);
