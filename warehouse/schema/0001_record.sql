-- The record. Portable between a DuckDB file and DuckLake: no keys, checks, enums, sequences or
-- indexes; the loader holds the keys. Ids that people join on begin with a date, which keeps joins local.

CREATE SCHEMA IF NOT EXISTS ops;

CREATE TABLE sources (
    source_id VARCHAR NOT NULL, name VARCHAR NOT NULL, homepage VARCHAR, country VARCHAR, organisation VARCHAR,
    kind VARCHAR, languages VARCHAR[], timezone VARCHAR, state_controlled BOOLEAN, active BOOLEAN,
    updated_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE sources IS 'News sources, one row each, as their YAML files describe them';
COMMENT ON COLUMN sources.source_id IS 'Key: the id of the YAML file';
COMMENT ON COLUMN sources.name IS 'Name as readers know it';
COMMENT ON COLUMN sources.homepage IS 'Address of the front page';
COMMENT ON COLUMN sources.country IS 'Home country, ISO 3166-1 alpha-3; empty for an organisation''s own outlet';
COMMENT ON COLUMN sources.organisation IS 'NATO, EU, OSCE ... where the source is no country''s';
COMMENT ON COLUMN sources.kind IS 'state_agency, ministry, alliance, wire, aggregator, press';
COMMENT ON COLUMN sources.languages IS 'Languages published in, ISO 639-1';
COMMENT ON COLUMN sources.timezone IS 'Time zone in which the source writes its dates';
COMMENT ON COLUMN sources.state_controlled IS 'Whether a state or an alliance of states controls it';
COMMENT ON COLUMN sources.active IS 'Whether flows still read it';
COMMENT ON COLUMN sources.updated_at IS 'When this row last changed (UTC)';

CREATE TABLE articles (
    article_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, url VARCHAR NOT NULL, canonical_url VARCHAR,
    external_id VARCHAR, title VARCHAR, lang VARCHAR, published TIMESTAMPTZ, published_precision VARCHAR,
    published_basis VARCHAR, modified TIMESTAMPTZ, dateline_place VARCHAR, dateline_date DATE,
    dateline_agency VARCHAR, author VARCHAR, section VARCHAR, tags VARCHAR[], captions VARCHAR[],
    attribution VARCHAR, origins JSON, flags VARCHAR[], words INTEGER, content_hash VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL, version INTEGER NOT NULL, relevant BOOLEAN, score DOUBLE, lang_read BOOLEAN,
    coder VARCHAR, coder_version VARCHAR, ontology_version VARCHAR, archive_file VARCHAR, archive_offset BIGINT,
    row_hash VARCHAR NOT NULL, first_seen_at TIMESTAMPTZ NOT NULL, updated_at TIMESTAMPTZ NOT NULL,
    batch_id VARCHAR NOT NULL
);
COMMENT ON TABLE articles IS 'Articles, one row each, as last seen; the text is in article_texts, earlier versions in article_versions';
COMMENT ON COLUMN articles.article_id IS 'Key: digest of source and canonical address (or imported id)';
COMMENT ON COLUMN articles.source_id IS 'Who published it (sources)';
COMMENT ON COLUMN articles.url IS 'Address it was read from';
COMMENT ON COLUMN articles.canonical_url IS 'Address without tracking, AMP and the like';
COMMENT ON COLUMN articles.external_id IS 'Id it carried in an imported file';
COMMENT ON COLUMN articles.title IS 'Headline';
COMMENT ON COLUMN articles.lang IS 'Language, ISO 639-1';
COMMENT ON COLUMN articles.published IS 'When the source says it published it (UTC)';
COMMENT ON COLUMN articles.published_precision IS 'second, minute or day';
COMMENT ON COLUMN articles.published_basis IS 'Where the publication date came from: json-ld, meta, selector, url, dateline, feed, body';
COMMENT ON COLUMN articles.modified IS 'When the source says it last changed it (UTC)';
COMMENT ON COLUMN articles.dateline_place IS 'Place of the dateline, as written';
COMMENT ON COLUMN articles.dateline_date IS 'Date of the dateline, in the source''s time zone';
COMMENT ON COLUMN articles.dateline_agency IS 'Agency of the dateline, as written';
COMMENT ON COLUMN articles.author IS 'Author as written';
COMMENT ON COLUMN articles.section IS 'Section of the site';
COMMENT ON COLUMN articles.tags IS 'Tags the source gave it';
COMMENT ON COLUMN articles.captions IS 'Captions of its pictures';
COMMENT ON COLUMN articles.attribution IS 'Outlet or agency it credits for its content';
COMMENT ON COLUMN articles.origins IS 'Field to where in the page it was read';
COMMENT ON COLUMN articles.flags IS 'What is doubtful: future_date, dates_disagree, selectors_failed, truncated, paywall ...';
COMMENT ON COLUMN articles.words IS 'Words of the text';
COMMENT ON COLUMN articles.content_hash IS 'Digest of title and text: key into article_texts';
COMMENT ON COLUMN articles.fingerprint IS 'Digest of the text''s letters and digits only: equal in verbatim copies';
COMMENT ON COLUMN articles.version IS 'Number of the current version, from 1';
COMMENT ON COLUMN articles.relevant IS 'Whether the coder found it worth reading';
COMMENT ON COLUMN articles.score IS 'The coder''s relevance score, 0 to 1';
COMMENT ON COLUMN articles.lang_read IS 'Whether the coder reads this language';
COMMENT ON COLUMN articles.coder IS 'Name of the coder';
COMMENT ON COLUMN articles.coder_version IS 'Version of the coder that made this article''s mentions';
COMMENT ON COLUMN articles.ontology_version IS 'Version of the codebook they follow';
COMMENT ON COLUMN articles.archive_file IS 'WARC file with the raw page';
COMMENT ON COLUMN articles.archive_offset IS 'Offset of its record there';
COMMENT ON COLUMN articles.row_hash IS 'Digest of everything loaded for it; an unchanged one is not written again';
COMMENT ON COLUMN articles.first_seen_at IS 'When it was first loaded (UTC)';
COMMENT ON COLUMN articles.updated_at IS 'When its row, text or coding last changed (UTC)';
COMMENT ON COLUMN articles.batch_id IS 'Batch that last changed it (ops.batches)';

CREATE TABLE article_texts (
    content_hash VARCHAR NOT NULL, title VARCHAR, body VARCHAR NOT NULL USING COMPRESSION zstd
);
COMMENT ON TABLE article_texts IS 'Texts of all article versions, one row for each distinct text, never changed';
COMMENT ON COLUMN article_texts.content_hash IS 'Key: digest of title and text';
COMMENT ON COLUMN article_texts.title IS 'Headline of that version';
COMMENT ON COLUMN article_texts.body IS 'Clean text; evidence spans count its characters';

CREATE TABLE article_versions (
    article_id VARCHAR NOT NULL, version INTEGER NOT NULL, content_hash VARCHAR NOT NULL, title VARCHAR,
    published TIMESTAMPTZ, modified TIMESTAMPTZ, changed VARCHAR[], words_added INTEGER, words_removed INTEGER,
    archive_file VARCHAR, archive_offset BIGINT, seen_at TIMESTAMPTZ NOT NULL, batch_id VARCHAR NOT NULL
);
COMMENT ON TABLE article_versions IS 'Every version of every article''s title and text, with what changed';
COMMENT ON COLUMN article_versions.article_id IS 'The article (articles)';
COMMENT ON COLUMN article_versions.version IS 'From 1 in the order seen; key together with article_id';
COMMENT ON COLUMN article_versions.content_hash IS 'Its text (article_texts)';
COMMENT ON COLUMN article_versions.title IS 'Headline of this version';
COMMENT ON COLUMN article_versions.published IS 'Publication date this version gave (UTC)';
COMMENT ON COLUMN article_versions.modified IS 'Modification date this version gave (UTC)';
COMMENT ON COLUMN article_versions.changed IS 'What differs from the version before: title, text, published; empty for the first';
COMMENT ON COLUMN article_versions.words_added IS 'Words that came in';
COMMENT ON COLUMN article_versions.words_removed IS 'Words that went out';
COMMENT ON COLUMN article_versions.archive_file IS 'WARC file with this version''s raw page';
COMMENT ON COLUMN article_versions.archive_offset IS 'Offset of its record there';
COMMENT ON COLUMN article_versions.seen_at IS 'When this version was loaded (UTC)';
COMMENT ON COLUMN article_versions.batch_id IS 'Batch that brought it (ops.batches)';

CREATE TABLE article_alternates (article_id VARCHAR NOT NULL, lang VARCHAR, url VARCHAR NOT NULL);
COMMENT ON TABLE article_alternates IS 'Addresses at which an article says it stands in another language';
COMMENT ON COLUMN article_alternates.article_id IS 'The article (articles)';
COMMENT ON COLUMN article_alternates.lang IS 'Language of the translation, ISO 639-1';
COMMENT ON COLUMN article_alternates.url IS 'Its address';

CREATE TABLE mentions (
    mention_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, number INTEGER NOT NULL, type VARCHAR NOT NULL,
    realis VARCHAR NOT NULL, level VARCHAR, date_start DATE, date_end DATE, date_precision VARCHAR,
    date_basis VARCHAR, place VARCHAR, place_country VARCHAR, place_basis VARCHAR, host VARCHAR,
    third_country BOOLEAN, areas VARCHAR[], instrument_kind VARCHAR, instrument_title VARCHAR,
    instrument_period VARCHAR, instrument_status VARCHAR, parent_mention_id VARCHAR, sentence INTEGER,
    span_start INTEGER, span_end INTEGER, evidence VARCHAR, is_lead BOOLEAN, confidence DOUBLE, reason VARCHAR,
    unresolved JSON, coder_version VARCHAR, ontology_version VARCHAR
);
COMMENT ON TABLE mentions IS 'What one article says of one event, with the sentence that says so';
COMMENT ON COLUMN mentions.mention_id IS 'Key: publication date, article, number';
COMMENT ON COLUMN mentions.article_id IS 'The article (articles)';
COMMENT ON COLUMN mentions.number IS 'Number in the article, from 1';
COMMENT ON COLUMN mentions.type IS 'Form of the event: OFFICIAL_VISIT, HIGH_LEVEL_MEETING, INSTRUMENT_SIGNED, JOINT_EXERCISE ...';
COMMENT ON COLUMN mentions.realis IS 'occurred, ongoing, planned, cancelled, background, hypothetical';
COMMENT ON COLUMN mentions.level IS 'Highest level present: head_of_state, minister, deputy_minister, chief_of_defence, service_chief, director, expert';
COMMENT ON COLUMN mentions.date_start IS 'First day of the event';
COMMENT ON COLUMN mentions.date_end IS 'Last day; empty when it is the first day';
COMMENT ON COLUMN mentions.date_precision IS 'day, range, week, month, year';
COMMENT ON COLUMN mentions.date_basis IS 'explicit, relative, dateline, publication';
COMMENT ON COLUMN mentions.place IS 'Place';
COMMENT ON COLUMN mentions.place_country IS 'Country of the place, ISO 3166-1 alpha-3';
COMMENT ON COLUMN mentions.place_basis IS 'How the place was found';
COMMENT ON COLUMN mentions.host IS 'Host country or organisation';
COMMENT ON COLUMN mentions.third_country IS 'Whether the place is abroad for all sides';
COMMENT ON COLUMN mentions.areas IS 'What it was about (arms_control, medicine ...)';
COMMENT ON COLUMN mentions.instrument_kind IS 'annual_plan, agreement, mou, protocol, statement, contract, programme';
COMMENT ON COLUMN mentions.instrument_title IS 'Title as written';
COMMENT ON COLUMN mentions.instrument_period IS 'Period it covers, as written';
COMMENT ON COLUMN mentions.instrument_status IS 'drafted, agreed, signed, ratified, in_force, extended, ended';
COMMENT ON COLUMN mentions.parent_mention_id IS 'The visit (or forum, exercise) in the same article during which it happened';
COMMENT ON COLUMN mentions.sentence IS 'Number of the evidence sentence, from 0';
COMMENT ON COLUMN mentions.span_start IS 'First character of the evidence in the text, from 0';
COMMENT ON COLUMN mentions.span_end IS 'Character after the evidence';
COMMENT ON COLUMN mentions.evidence IS 'The evidence, word for word';
COMMENT ON COLUMN mentions.is_lead IS 'Whether it stands in the lead';
COMMENT ON COLUMN mentions.confidence IS 'The coder''s confidence, 0 to 1';
COMMENT ON COLUMN mentions.reason IS 'Why, in words';
COMMENT ON COLUMN mentions.unresolved IS 'Field to the reason why it is empty';
COMMENT ON COLUMN mentions.coder_version IS 'Version of the coder';
COMMENT ON COLUMN mentions.ontology_version IS 'Version of the codebook';

CREATE TABLE mention_participants (
    mention_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, seq INTEGER NOT NULL, party VARCHAR, country VARCHAR,
    org VARCHAR, role VARCHAR, side INTEGER, institution VARCHAR, person_id VARCHAR, person VARCHAR,
    person_written VARCHAR, rank VARCHAR, rank_grade VARCHAR, office VARCHAR, office_written VARCHAR,
    country_basis VARCHAR
);
COMMENT ON TABLE mention_participants IS 'Participants of a mention, as the article names them';
COMMENT ON COLUMN mention_participants.mention_id IS 'The mention (mentions)';
COMMENT ON COLUMN mention_participants.article_id IS 'Its article (articles)';
COMMENT ON COLUMN mention_participants.seq IS 'Order in the mention, from 1; key together with mention_id';
COMMENT ON COLUMN mention_participants.party IS 'Country or organisation: whichever is known';
COMMENT ON COLUMN mention_participants.country IS 'Country, ISO 3166-1 alpha-3';
COMMENT ON COLUMN mention_participants.org IS 'Organisation: NATO, EU, UN, OSCE, CSTO ...';
COMMENT ON COLUMN mention_participants.role IS 'host, guest, signatory, participant, inspector, inspected, supplier, recipient, observer';
COMMENT ON COLUMN mention_participants.side IS 'Side at the table, from 1';
COMMENT ON COLUMN mention_participants.institution IS 'Institution represented';
COMMENT ON COLUMN mention_participants.person_id IS 'The person (persons)';
COMMENT ON COLUMN mention_participants.person IS 'Name as resolved';
COMMENT ON COLUMN mention_participants.person_written IS 'Name as written';
COMMENT ON COLUMN mention_participants.rank IS 'Rank as written';
COMMENT ON COLUMN mention_participants.rank_grade IS 'NATO grade OF-1 to OF-10, or civilian';
COMMENT ON COLUMN mention_participants.office IS 'Office, normalised';
COMMENT ON COLUMN mention_participants.office_written IS 'Office as written';
COMMENT ON COLUMN mention_participants.country_basis IS 'How the country was found';

CREATE TABLE person_sightings (
    article_id VARCHAR NOT NULL, seq INTEGER NOT NULL, person_id VARCHAR NOT NULL, name VARCHAR NOT NULL,
    country VARCHAR, office VARCHAR, rank VARCHAR, known BOOLEAN, sentence INTEGER, span_start INTEGER,
    span_end INTEGER, evidence VARCHAR
);
COMMENT ON TABLE person_sightings IS 'Persons read from texts, whether or not they took part in an event';
COMMENT ON COLUMN person_sightings.article_id IS 'The article (articles)';
COMMENT ON COLUMN person_sightings.seq IS 'Order in the article, from 1; key together with article_id';
COMMENT ON COLUMN person_sightings.person_id IS 'The person (persons): digest of country and name';
COMMENT ON COLUMN person_sightings.name IS 'Name as resolved';
COMMENT ON COLUMN person_sightings.country IS 'Country served, ISO 3166-1 alpha-3';
COMMENT ON COLUMN person_sightings.office IS 'Office held then';
COMMENT ON COLUMN person_sightings.rank IS 'Rank held then';
COMMENT ON COLUMN person_sightings.known IS 'Whether a list of persons knows the name; if not, it waits for review';
COMMENT ON COLUMN person_sightings.sentence IS 'Number of the sentence, from 0';
COMMENT ON COLUMN person_sightings.span_start IS 'First character in the text, from 0';
COMMENT ON COLUMN person_sightings.span_end IS 'Character after the last';
COMMENT ON COLUMN person_sightings.evidence IS 'The words themselves';

CREATE TABLE events (
    event_id VARCHAR NOT NULL, type VARCHAR NOT NULL, realis VARCHAR NOT NULL, level VARCHAR, date_start DATE,
    date_end DATE, date_precision VARCHAR, date_basis VARCHAR, place VARCHAR, place_country VARCHAR, host VARCHAR,
    third_country BOOLEAN, parties VARCHAR[], countries VARCHAR[], instrument_kind VARCHAR, instrument_title VARCHAR,
    instrument_period VARCHAR, instrument_status VARCHAR, parent_event_id VARCHAR, planned_start DATE,
    announced_at TIMESTAMPTZ, confidence DOUBLE, mentions INTEGER, articles INTEGER, sources INTEGER,
    independent_sources INTEGER, first_reported TIMESTAMPTZ, last_reported TIMESTAMPTZ, first_source VARCHAR,
    disagreements VARCHAR[], title VARCHAR, mention_id VARCHAR, coder_version VARCHAR, ontology_version VARCHAR
);
COMMENT ON TABLE events IS 'What happened: mentions that agree on type, participants, date and place, merged';
COMMENT ON COLUMN events.event_id IS 'Key: date, then a digest of type, parties and date; the same from any rebuild';
COMMENT ON COLUMN events.type IS 'Form of the event: OFFICIAL_VISIT, HIGH_LEVEL_MEETING, INSTRUMENT_SIGNED, JOINT_EXERCISE ...';
COMMENT ON COLUMN events.realis IS 'occurred, ongoing, planned, cancelled, background, hypothetical; the firmest any mention gives';
COMMENT ON COLUMN events.level IS 'Highest level present: head_of_state, minister, deputy_minister, chief_of_defence, service_chief, director, expert';
COMMENT ON COLUMN events.date_start IS 'First day, from the most precise mention';
COMMENT ON COLUMN events.date_end IS 'Last day; empty when it is the first day';
COMMENT ON COLUMN events.date_precision IS 'day, range, week, month, year';
COMMENT ON COLUMN events.date_basis IS 'explicit, relative, dateline, publication';
COMMENT ON COLUMN events.place IS 'Place';
COMMENT ON COLUMN events.place_country IS 'Country of the place, ISO 3166-1 alpha-3';
COMMENT ON COLUMN events.host IS 'Host country or organisation';
COMMENT ON COLUMN events.third_country IS 'Whether the place is abroad for all sides';
COMMENT ON COLUMN events.parties IS 'Countries and organisations taking part, sorted';
COMMENT ON COLUMN events.countries IS 'The countries among them, sorted, observers left out';
COMMENT ON COLUMN events.instrument_kind IS 'annual_plan, agreement, mou, protocol, statement, contract, programme';
COMMENT ON COLUMN events.instrument_title IS 'Title as written in the best mention';
COMMENT ON COLUMN events.instrument_period IS 'Period it covers, as written';
COMMENT ON COLUMN events.instrument_status IS 'drafted, agreed, signed, ratified, in_force, extended, ended';
COMMENT ON COLUMN events.parent_event_id IS 'The visit, forum or exercise during which it happened (events)';
COMMENT ON COLUMN events.planned_start IS 'First day as first announced, where a mention spoke of it beforehand';
COMMENT ON COLUMN events.announced_at IS 'When the first such announcement was published (UTC)';
COMMENT ON COLUMN events.confidence IS 'Confidence from all independent sources together, 0 to 1';
COMMENT ON COLUMN events.mentions IS 'Number of mentions';
COMMENT ON COLUMN events.articles IS 'Number of articles';
COMMENT ON COLUMN events.sources IS 'Number of sources';
COMMENT ON COLUMN events.independent_sources IS 'Number of sources that are no copy or translation of another''s report';
COMMENT ON COLUMN events.first_reported IS 'Publication of the first article (UTC)';
COMMENT ON COLUMN events.last_reported IS 'Publication of the last article (UTC)';
COMMENT ON COLUMN events.first_source IS 'Source of the first article (sources)';
COMMENT ON COLUMN events.disagreements IS 'What sources disagree on, with what each says: date, place, participants, realis';
COMMENT ON COLUMN events.title IS 'Headline of the article of the best mention';
COMMENT ON COLUMN events.mention_id IS 'The best mention (mentions): most precise date, firmest, best placed';
COMMENT ON COLUMN events.coder_version IS 'Version of the coder, of the best mention';
COMMENT ON COLUMN events.ontology_version IS 'Version of the codebook, of the best mention';

CREATE TABLE event_mentions (
    event_id VARCHAR NOT NULL, mention_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, position INTEGER NOT NULL,
    origin INTEGER NOT NULL, ambiguous BOOLEAN NOT NULL
);
COMMENT ON TABLE event_mentions IS 'Which mentions make up which event; every mention belongs to exactly one';
COMMENT ON COLUMN event_mentions.event_id IS 'The event (events)';
COMMENT ON COLUMN event_mentions.mention_id IS 'Key: the mention (mentions)';
COMMENT ON COLUMN event_mentions.article_id IS 'Its article (articles)';
COMMENT ON COLUMN event_mentions.position IS 'Rank within the event, 1 for the best mention';
COMMENT ON COLUMN event_mentions.origin IS 'Number of the independent report it stems from; copies and translations share one';
COMMENT ON COLUMN event_mentions.ambiguous IS 'Whether it would have fitted another event as well';

CREATE TABLE event_participants (
    event_id VARCHAR NOT NULL, seq INTEGER NOT NULL, party VARCHAR, country VARCHAR, org VARCHAR, role VARCHAR,
    side INTEGER, institution VARCHAR, person_id VARCHAR, person VARCHAR, rank VARCHAR, rank_grade VARCHAR,
    office VARCHAR, mentions INTEGER
);
COMMENT ON TABLE event_participants IS 'Participants of an event, one row for each person, or for the party where none is named';
COMMENT ON COLUMN event_participants.event_id IS 'The event (events)';
COMMENT ON COLUMN event_participants.seq IS 'Order, from 1; key together with event_id';
COMMENT ON COLUMN event_participants.party IS 'Country or organisation: whichever is known';
COMMENT ON COLUMN event_participants.country IS 'Country, ISO 3166-1 alpha-3';
COMMENT ON COLUMN event_participants.org IS 'Organisation: NATO, EU, UN, OSCE, CSTO ...';
COMMENT ON COLUMN event_participants.role IS 'host, guest, signatory, participant, inspector, inspected, supplier, recipient, observer';
COMMENT ON COLUMN event_participants.side IS 'Side at the table, from 1';
COMMENT ON COLUMN event_participants.institution IS 'Institution represented';
COMMENT ON COLUMN event_participants.person_id IS 'The person (persons)';
COMMENT ON COLUMN event_participants.person IS 'Name as resolved';
COMMENT ON COLUMN event_participants.rank IS 'Rank as written';
COMMENT ON COLUMN event_participants.rank_grade IS 'NATO grade OF-1 to OF-10, or civilian';
COMMENT ON COLUMN event_participants.office IS 'Office, normalised';
COMMENT ON COLUMN event_participants.mentions IS 'Number of mentions that name it';

CREATE TABLE event_areas (event_id VARCHAR NOT NULL, area VARCHAR NOT NULL, mentions INTEGER NOT NULL);
COMMENT ON TABLE event_areas IS 'What an event was about, one row for each area';
COMMENT ON COLUMN event_areas.event_id IS 'The event (events)';
COMMENT ON COLUMN event_areas.area IS 'Area of the codebook; key together with event_id';
COMMENT ON COLUMN event_areas.mentions IS 'Number of mentions that name it';

CREATE TABLE ops.runs (
    run_id VARCHAR NOT NULL, flow VARCHAR NOT NULL, started_at TIMESTAMPTZ NOT NULL, finished_at TIMESTAMPTZ,
    status VARCHAR NOT NULL, parameters JSON, counts JSON, error VARCHAR
);
COMMENT ON TABLE ops.runs IS 'Runs of flows, the coder''s recodings included';
COMMENT ON COLUMN ops.runs.run_id IS 'Key';
COMMENT ON COLUMN ops.runs.flow IS 'ingest, import, recode, merge ...';
COMMENT ON COLUMN ops.runs.started_at IS 'Start (UTC)';
COMMENT ON COLUMN ops.runs.finished_at IS 'End (UTC); empty while it runs, or if it died';
COMMENT ON COLUMN ops.runs.status IS 'running, completed, failed';
COMMENT ON COLUMN ops.runs.parameters IS 'What it was asked to do';
COMMENT ON COLUMN ops.runs.counts IS 'What it did';
COMMENT ON COLUMN ops.runs.error IS 'Why it failed';

CREATE TABLE ops.batches (
    batch_id VARCHAR NOT NULL, run_id VARCHAR, source_id VARCHAR, fetches INTEGER, articles INTEGER,
    articles_new INTEGER, articles_changed INTEGER, mentions INTEGER, rejects INTEGER, loaded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE ops.batches IS 'Ledger of loaded batches, written in the batch''s own transaction: what is here is in, once';
COMMENT ON COLUMN ops.batches.batch_id IS 'Key';
COMMENT ON COLUMN ops.batches.run_id IS 'Run (ops.runs)';
COMMENT ON COLUMN ops.batches.source_id IS 'Source (sources)';
COMMENT ON COLUMN ops.batches.fetches IS 'Requests in the batch';
COMMENT ON COLUMN ops.batches.articles IS 'Articles in the batch';
COMMENT ON COLUMN ops.batches.articles_new IS 'Of these, never seen before';
COMMENT ON COLUMN ops.batches.articles_changed IS 'Of these, different from before (text, facts about it, or coding)';
COMMENT ON COLUMN ops.batches.mentions IS 'Mentions written';
COMMENT ON COLUMN ops.batches.rejects IS 'Rejects written';
COMMENT ON COLUMN ops.batches.loaded_at IS 'When (UTC)';

CREATE TABLE ops.fetches (
    url VARCHAR NOT NULL, source_id VARCHAR NOT NULL, kind VARCHAR, outcome VARCHAR, fetched_at TIMESTAMPTZ NOT NULL,
    status INTEGER, final_url VARCHAR, content_type VARCHAR, etag VARCHAR, last_modified VARCHAR, digest VARCHAR,
    bytes BIGINT, elapsed_ms INTEGER, detail VARCHAR, archive_file VARCHAR, archive_offset BIGINT,
    batch_id VARCHAR NOT NULL
);
COMMENT ON TABLE ops.fetches IS 'Every request and its outcome';
COMMENT ON COLUMN ops.fetches.url IS 'Address asked for';
COMMENT ON COLUMN ops.fetches.source_id IS 'Source (sources)';
COMMENT ON COLUMN ops.fetches.kind IS 'robots, discovery or article';
COMMENT ON COLUMN ops.fetches.outcome IS 'new, changed, unchanged, or why it failed';
COMMENT ON COLUMN ops.fetches.fetched_at IS 'When (UTC)';
COMMENT ON COLUMN ops.fetches.status IS 'HTTP status';
COMMENT ON COLUMN ops.fetches.final_url IS 'Address after redirects';
COMMENT ON COLUMN ops.fetches.content_type IS 'Content-Type as sent';
COMMENT ON COLUMN ops.fetches.etag IS 'ETag as sent';
COMMENT ON COLUMN ops.fetches.last_modified IS 'Last-Modified as sent';
COMMENT ON COLUMN ops.fetches.digest IS 'SHA-256 of the decoded body';
COMMENT ON COLUMN ops.fetches.bytes IS 'Length of the body';
COMMENT ON COLUMN ops.fetches.elapsed_ms IS 'Time taken, in milliseconds';
COMMENT ON COLUMN ops.fetches.detail IS 'More about a failure';
COMMENT ON COLUMN ops.fetches.archive_file IS 'WARC file with the response';
COMMENT ON COLUMN ops.fetches.archive_offset IS 'Offset of its record there';
COMMENT ON COLUMN ops.fetches.batch_id IS 'Batch that brought it (ops.batches)';

CREATE TABLE ops.rejects (
    reject_id VARCHAR NOT NULL, source_id VARCHAR, url VARCHAR, stage VARCHAR NOT NULL, reason VARCHAR NOT NULL,
    detail VARCHAR, archive_file VARCHAR, archive_offset BIGINT, retryable BOOLEAN, times INTEGER NOT NULL,
    first_at TIMESTAMPTZ NOT NULL, last_at TIMESTAMPTZ NOT NULL, batch_id VARCHAR NOT NULL
);
COMMENT ON TABLE ops.rejects IS 'What could not be taken further, one row for each address, stage and reason';
COMMENT ON COLUMN ops.rejects.reject_id IS 'Key: digest of source, address, stage and reason';
COMMENT ON COLUMN ops.rejects.source_id IS 'Source (sources)';
COMMENT ON COLUMN ops.rejects.url IS 'Address of the thing rejected';
COMMENT ON COLUMN ops.rejects.stage IS 'discover, fetch, parse, code, load, import';
COMMENT ON COLUMN ops.rejects.reason IS 'Short code';
COMMENT ON COLUMN ops.rejects.detail IS 'In words, with what to do';
COMMENT ON COLUMN ops.rejects.archive_file IS 'WARC file with the raw page';
COMMENT ON COLUMN ops.rejects.archive_offset IS 'Offset of its record there';
COMMENT ON COLUMN ops.rejects.retryable IS 'Whether trying again may help';
COMMENT ON COLUMN ops.rejects.times IS 'Times it was rejected so';
COMMENT ON COLUMN ops.rejects.first_at IS 'First time (UTC)';
COMMENT ON COLUMN ops.rejects.last_at IS 'Last time (UTC)';
COMMENT ON COLUMN ops.rejects.batch_id IS 'Batch that last brought it (ops.batches)';

CREATE TABLE ops.mention_keys (
    mention_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, block VARCHAR NOT NULL, parties VARCHAR[],
    window_start DATE NOT NULL, window_end DATE NOT NULL, vagueness INTEGER NOT NULL, date_start DATE,
    realis_order INTEGER NOT NULL, place VARCHAR, place_country VARCHAR, persons VARCHAR[], level VARCHAR,
    instrument VARCHAR, said VARCHAR NOT NULL, confidence DOUBLE
);
COMMENT ON TABLE ops.mention_keys IS 'What merging compares, derived from mentions and mention_participants';
COMMENT ON COLUMN ops.mention_keys.mention_id IS 'Key: the mention (mentions)';
COMMENT ON COLUMN ops.mention_keys.article_id IS 'Its article (articles)';
COMMENT ON COLUMN ops.mention_keys.block IS 'Mentions of different blocks are never one event: type, and the parties where they are one or two';
COMMENT ON COLUMN ops.mention_keys.parties IS 'Countries and organisations, sorted, observers left out';
COMMENT ON COLUMN ops.mention_keys.window_start IS 'First day the event can have been on';
COMMENT ON COLUMN ops.mention_keys.window_end IS 'Last day the event can have been on';
COMMENT ON COLUMN ops.mention_keys.vagueness IS '0 range, 1 day, 2 day taken from publication, 3 week, 4 month, 5 year, 6 none';
COMMENT ON COLUMN ops.mention_keys.date_start IS 'First day as coded';
COMMENT ON COLUMN ops.mention_keys.realis_order IS 'Order of firmness: 0 occurred to 5 hypothetical';
COMMENT ON COLUMN ops.mention_keys.place IS 'Place in plain letters; empty when it only names the country';
COMMENT ON COLUMN ops.mention_keys.place_country IS 'Country of the place';
COMMENT ON COLUMN ops.mention_keys.persons IS 'Party and name in plain letters, sorted';
COMMENT ON COLUMN ops.mention_keys.level IS 'Level as coded';
COMMENT ON COLUMN ops.mention_keys.instrument IS 'Kind of instrument';
COMMENT ON COLUMN ops.mention_keys.said IS 'Digest of the evidence''s letters and digits';
COMMENT ON COLUMN ops.mention_keys.confidence IS 'The coder''s confidence';
