-- What merging compares, for the mentions of dirty articles.
INSERT INTO ops.mention_keys BY NAME
WITH party AS (
    SELECT
        p.mention_id,
        list_sort(list_distinct(list(p.party) FILTER (p.party IS NOT NULL AND p.role IS DISTINCT FROM 'observer'))) AS parties,
        list_sort(list_distinct(list(p.party || ':' || lower(strip_accents(translate(p.person, 'əƏıİ', 'aAiI'))))
            FILTER (p.party IS NOT NULL AND p.person IS NOT NULL))) AS persons
    FROM mention_participants AS p
    WHERE p.article_id IN (SELECT d.article_id FROM dirty_article AS d)
    GROUP BY p.mention_id
),
facts AS (
    SELECT
        m.*, coalesce(p.parties, []) AS parties, coalesce(p.persons, []) AS persons,
        md5(regexp_replace(lower(m.evidence), '[^\p{L}\p{N}]+', '', 'g')) AS said,
        -- A range of over a month tells no more than a year does.
        CASE
            WHEN m.date_start IS NULL THEN 6
            WHEN m.date_precision = 'year' THEN 5
            WHEN m.date_precision = 'month' THEN 4
            WHEN m.date_precision = 'week' THEN 3
            WHEN m.date_end > m.date_start + 31 THEN 5
            WHEN m.date_end > m.date_start THEN 0
            WHEN m.date_basis = 'publication' THEN 2
            ELSE 1
        END AS vagueness,
        CASE m.realis
            WHEN 'occurred' THEN 0 WHEN 'ongoing' THEN 1 WHEN 'cancelled' THEN 2
            WHEN 'background' THEN 3 WHEN 'planned' THEN 4 ELSE 5
        END AS realis_order
    FROM mentions AS m LEFT JOIN party AS p ON p.mention_id = m.mention_id
    WHERE m.article_id IN (SELECT d.article_id FROM dirty_article AS d)
)
SELECT
    f.mention_id, f.article_id, f.parties, f.vagueness, f.date_start, f.realis_order, f.persons,
    f.said, f.confidence, f.instrument_kind AS instrument,
    -- An undated mention, or one without parties, is one event only with its verbatim copies.
    f.type || '|' || CASE
        WHEN len(f.parties) = 0 THEN f.said
        WHEN len(f.parties) <= 2 THEN array_to_string(f.parties, '+')
        ELSE 'many'
    END || CASE WHEN f.vagueness = 6 THEN '|' || f.said ELSE '' END AS block,
    CASE f.vagueness
        WHEN 6 THEN DATE '0001-01-01'
        WHEN 5 THEN CASE WHEN f.date_precision = 'year' THEN date_trunc('year', f.date_start)::DATE ELSE f.date_start END
        WHEN 4 THEN date_trunc('month', f.date_start)::DATE
        -- News comes up to three days late.
        WHEN 2 THEN f.date_start - 3
        ELSE f.date_start
    END AS window_start,
    CASE f.vagueness
        WHEN 6 THEN DATE '0001-01-01'
        WHEN 5 THEN CASE
            WHEN f.date_precision = 'year' THEN make_date(year(coalesce(f.date_end, f.date_start)), 12, 31)
            ELSE f.date_end END
        WHEN 4 THEN last_day(coalesce(f.date_end, f.date_start))
        WHEN 3 THEN coalesce(f.date_end, f.date_start + 6)
        ELSE coalesce(f.date_end, f.date_start)
    END AS window_end,
    -- A dateline says where the report was filed: it fills a gap, but contradicts nobody.
    CASE WHEN f.place_basis IS DISTINCT FROM 'dateline'
        THEN nullif(lower(strip_accents(translate(f.place, 'əƏıİ', 'aAiI'))), '') END AS place,
    CASE WHEN f.place_basis IS DISTINCT FROM 'dateline' THEN f.place_country END AS place_country,
    -- Only where people sit down together does a different level mean a different meeting.
    CASE WHEN f.type IN ('HIGH_LEVEL_MEETING', 'REMOTE_CALL', 'STAFF_TALKS') THEN f.level END AS level
FROM facts AS f;

INSERT INTO dirty
SELECT k.block, k.window_start, k.window_end
FROM ops.mention_keys AS k WHERE k.article_id IN (SELECT d.article_id FROM dirty_article AS d);
