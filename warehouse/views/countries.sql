-- Regions as defence diplomacy speaks of them; a country is in one.
CREATE OR REPLACE VIEW countries AS
SELECT unnest(string_split(r.codes, ' ')) AS country, r.region
FROM (VALUES
    ('South Caucasus', 'ARM AZE GEO'),
    ('Türkiye and Middle East', 'TUR IRN IRQ ISR JOR LBN PSE SYR SAU ARE BHR KWT OMN QAT YEM CYP'),
    ('Central Asia', 'KAZ KGZ TJK TKM UZB AFG MNG'),
    ('Eastern Europe', 'BLR MDA RUS UKR'),
    ('Baltic and Nordic', 'DNK EST FIN ISL LTU LVA NOR SWE FRO GRL'),
    ('Central Europe', 'AUT CHE CZE DEU HUN LIE POL SVK SVN'),
    ('Western Europe', 'AND BEL FRA GBR IRL LUX MCO NLD'),
    ('Southern Europe', 'ESP GRC ITA MLT PRT SMR VAT'),
    ('Balkans', 'ALB BGR BIH HRV MKD MNE ROU SRB XKX'),
    ('North America', 'CAN USA'),
    ('Latin America and Caribbean', 'ARG ATG BHS BLZ BOL BRA BRB CHL COL CRI CUB DMA DOM ECU GRD GTM GUY HND HTI JAM KNA LCA MEX NIC PAN PER PRY SLV SUR TTO URY VCT VEN'),
    ('North Africa', 'DZA EGY ESH LBY MAR TUN'),
    ('Sub-Saharan Africa', 'AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI ERI ETH GAB GHA GIN GMB GNB GNQ KEN LBR LSO MDG MLI MOZ MRT MUS MWI NAM NER NGA RWA SDN SEN SLE SOM SSD STP SWZ SYC TCD TGO TZA UGA ZAF ZMB ZWE'),
    ('South Asia', 'BGD BTN IND LKA MDV NPL PAK'),
    ('East Asia', 'CHN HKG JPN KOR MAC PRK TWN'),
    ('Southeast Asia', 'BRN IDN KHM LAO MMR MYS PHL SGP THA TLS VNM'),
    ('Oceania', 'AUS COK FJI FSM KIR MHL NIU NRU NZL PLW PNG SLB TON TUV VUT WSM')
) AS r (region, codes);
COMMENT ON VIEW countries IS 'Countries and the region reports count them in';
COMMENT ON COLUMN countries.country IS 'ISO 3166-1 alpha-3';
COMMENT ON COLUMN countries.region IS 'Region';
