ALTER TABLE person_sightings ADD COLUMN org VARCHAR;
ALTER TABLE person_sightings ADD COLUMN country_basis VARCHAR;
COMMENT ON COLUMN person_sightings.org IS 'Organisation served, where it is no country';
COMMENT ON COLUMN person_sightings.country_basis IS 'How the country or organisation was found';

CREATE TABLE reviews (
    person_id VARCHAR NOT NULL, status VARCHAR NOT NULL, name VARCHAR NOT NULL, person VARCHAR NOT NULL,
    country VARCHAR, org VARCHAR, office VARCHAR, rank VARCHAR, held_from DATE, held_to DATE,
    decided_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE reviews IS 'What a person in charge decided about names that no list knows; coding again leaves it alone';
COMMENT ON COLUMN reviews.person_id IS 'Key: the person as listed (review), a digest of party and name';
COMMENT ON COLUMN reviews.status IS 'accepted, rejected';
COMMENT ON COLUMN reviews.name IS 'Name as articles have it';
COMMENT ON COLUMN reviews.person IS 'Name as it is to be written';
COMMENT ON COLUMN reviews.country IS 'Country served, ISO 3166-1 alpha-3, corrected where the articles'' reading was wrong';
COMMENT ON COLUMN reviews.org IS 'Organisation served, where it is no country';
COMMENT ON COLUMN reviews.office IS 'Office';
COMMENT ON COLUMN reviews.rank IS 'Rank';
COMMENT ON COLUMN reviews.held_from IS 'First day in office, where known';
COMMENT ON COLUMN reviews.held_to IS 'Last day in office, where known';
COMMENT ON COLUMN reviews.decided_at IS 'When this was decided, or last decided otherwise (UTC)';

CREATE TABLE tenures (
    version VARCHAR NOT NULL, basis VARCHAR NOT NULL, person VARCHAR NOT NULL, forms VARCHAR[], country VARCHAR,
    org VARCHAR, office VARCHAR, first_day DATE, last_day DATE
);
COMMENT ON TABLE tenures IS 'Who held which office, as given to the coder beside its own list: accepted in review, or learned from articles';
COMMENT ON COLUMN tenures.version IS 'Digest of all lines given together (ops.tenure_versions); part of the coder''s version';
COMMENT ON COLUMN tenures.basis IS 'reviewed, learned';
COMMENT ON COLUMN tenures.person IS 'Name';
COMMENT ON COLUMN tenures.forms IS 'Other spellings';
COMMENT ON COLUMN tenures.country IS 'Country served, ISO 3166-1 alpha-3';
COMMENT ON COLUMN tenures.org IS 'Organisation served, where it is no country';
COMMENT ON COLUMN tenures.office IS 'Office';
COMMENT ON COLUMN tenures.first_day IS 'First day in office; of a learned one, the first day it was seen';
COMMENT ON COLUMN tenures.last_day IS 'Last day in office; of a learned one, the last day it was seen';

CREATE TABLE ops.tenure_versions (version VARCHAR NOT NULL, reviewed INTEGER NOT NULL, learned INTEGER NOT NULL, made_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE ops.tenure_versions IS 'When which tenures became those that the coder is given; the last one counts';
COMMENT ON COLUMN ops.tenure_versions.version IS 'Digest of the lines (tenures); empty where there are none';
COMMENT ON COLUMN ops.tenure_versions.reviewed IS 'Lines accepted in review';
COMMENT ON COLUMN ops.tenure_versions.learned IS 'Lines learned from articles';
COMMENT ON COLUMN ops.tenure_versions.made_at IS 'When (UTC)';
