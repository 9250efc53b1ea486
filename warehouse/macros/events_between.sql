CREATE OR REPLACE MACRO events_between(one, other, since := NULL::DATE, until := NULL::DATE) AS TABLE
SELECT e.*
FROM events AS e
WHERE list_contains(e.parties, upper(one)) AND list_contains(e.parties, upper(other))
    AND (since IS NULL OR e.date_start >= since::DATE) AND (until IS NULL OR e.date_start <= until::DATE)
ORDER BY e.date_start, e.event_id;
COMMENT ON MACRO TABLE events_between IS 'Events in which both parties took part';
