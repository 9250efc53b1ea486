MERGE INTO sources AS t
USING (
    SELECT * REPLACE ($now AS updated_at) FROM in_source
    QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY name) = 1
) AS s
ON t.source_id = s.source_id
WHEN MATCHED AND (t.name, t.homepage, t.country, t.organisation, t.kind, t.languages, t.timezone, t.state_controlled, t.active)
    IS DISTINCT FROM (s.name, s.homepage, s.country, s.organisation, s.kind, s.languages, s.timezone, s.state_controlled, s.active)
    THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;
