CREATE OR REPLACE VIEW instruments AS
WITH step AS (
    SELECT e.*, md5(concat_ws('|', e.instrument_kind, array_to_string(e.parties, '+'),
        coalesce(e.instrument_period, lower(e.instrument_title), e.date_start::VARCHAR))) AS instrument_id
    FROM events AS e
    WHERE e.instrument_kind IS NOT NULL AND e.realis <> 'hypothetical'
)
SELECT
    s.instrument_id[:12] AS instrument_id, any_value(s.instrument_kind) AS kind,
    arg_max(s.instrument_title, s.date_start) FILTER (s.instrument_title IS NOT NULL) AS title,
    any_value(s.parties) AS parties,
    arg_max(s.instrument_period, s.date_start) FILTER (s.instrument_period IS NOT NULL) AS period,
    coalesce(arg_max(s.instrument_status, s.date_start) FILTER (s.instrument_status IS NOT NULL),
        arg_max(s.realis, s.date_start)) AS status,
    min(s.date_start) FILTER (s.type = 'INSTRUMENT_SIGNED' AND s.realis IN ('occurred', 'background')) AS signed,
    max(s.date_start) AS last_step, count(*) AS events, list(s.event_id ORDER BY s.date_start, s.event_id) AS event_ids
FROM step AS s GROUP BY s.instrument_id;
COMMENT ON VIEW instruments IS 'Plans, agreements, memoranda and the like: events of one kind, parties and period (else title, else day) together';
COMMENT ON COLUMN instruments.instrument_id IS 'Key: digest of kind, parties and period (else title, else day)';
COMMENT ON COLUMN instruments.kind IS 'annual_plan, agreement, mou, protocol, statement, contract, programme';
COMMENT ON COLUMN instruments.title IS 'As written, last time';
COMMENT ON COLUMN instruments.parties IS 'Countries and organisations, sorted';
COMMENT ON COLUMN instruments.period IS 'As written, last time';
COMMENT ON COLUMN instruments.status IS 'Status after the last step, else whether that occurred or is planned';
COMMENT ON COLUMN instruments.signed IS 'Day of signing';
COMMENT ON COLUMN instruments.last_step IS 'Day of the last step';
COMMENT ON COLUMN instruments.events IS 'Number of events';
COMMENT ON COLUMN instruments.event_ids IS 'Its events in order (events)';
