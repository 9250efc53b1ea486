-- question: Which plans, agreements, memoranda and protocols are there, and how far did each get?
-- parameter country VARCHAR: only those this party is part of
-- parameter since DATE: with a step from this day
-- parameter until DATE: with a step to this day
-- column instrument_id: the instrument
-- column kind: annual_plan, agreement, mou, protocol, statement, contract, programme
-- column title: as written
-- column parties: whose it is
-- column period: as written
-- column status: after its last step
-- column signed: day of signing
-- column last_step: day of the last step
-- column events: events about it
SELECT
    i.instrument_id, i.kind, i.title, array_to_string(i.parties, ' ') AS parties, i.period, i.status, i.signed,
    i.last_step, i.events
FROM instruments AS i
WHERE ($country::VARCHAR IS NULL OR list_contains(i.parties, $country::VARCHAR))
    AND ($since::DATE IS NULL OR i.last_step >= $since::DATE)
    AND ($until::DATE IS NULL OR i.last_step <= $until::DATE)
ORDER BY i.signed NULLS LAST, i.last_step, i.instrument_id
