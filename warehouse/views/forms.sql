-- The codebook's forms in the words of the published event ontologies.
CREATE OR REPLACE VIEW forms AS
SELECT f.type, f.plover, f.plover_mode, f.cameo, f.quad_class
FROM (VALUES
    ('OFFICIAL_VISIT', 'CONSULT', 'visit', '042', 1),
    ('HIGH_LEVEL_MEETING', 'CONSULT', NULL, '040', 1),
    ('MULTILATERAL_MEETING', 'CONSULT', 'multilateral', '040', 1),
    ('REMOTE_CALL', 'CONSULT', 'phone', '041', 1),
    ('STAFF_TALKS', 'CONSULT', NULL, '040', 1),
    ('EXPERT_EXCHANGE', 'CONSULT', NULL, '040', 1),
    ('ATTACHE_ACTIVITY', 'CONSULT', NULL, '040', 1),
    ('CEREMONY', 'SUPPORT', NULL, '050', 1),
    ('INSTRUMENT_SIGNED', 'SUPPORT', NULL, '057', 1),
    ('INSTRUMENT_STEP', 'AGREE', NULL, '030', 1),
    ('JOINT_EXERCISE', 'COOPERATE', NULL, '062', 2),
    ('PORT_CALL', 'CONSULT', 'visit', '042', 1),
    ('EDU_TRAINING', 'COOPERATE', NULL, '062', 2),
    ('ADVISORY_PLACEMENT', 'AID', NULL, '070', 2),
    ('PEACE_OPS', 'AID', 'peacekeeping', '074', 2),
    ('HADR_DEMINING', 'AID', NULL, '073', 2),
    ('VERIFICATION', 'RETREAT', 'access', '0862', 2),
    ('CSBM_TRANSPARENCY', 'COOPERATE', NULL, '064', 2),
    ('ARMS_TRANSFER', 'COOPERATE', NULL, '062', 2),
    ('MILITARY_AID', 'AID', NULL, '072', 2),
    ('INDUSTRY_RND', 'COOPERATE', NULL, '061', 2),
    ('COOPERATION_REDUCED', 'REJECT', NULL, '125', 3)
) AS f (type, plover, plover_mode, cameo, quad_class);
COMMENT ON VIEW forms IS 'Forms of events with their codes in PLOVER and CAMEO';
COMMENT ON COLUMN forms.type IS 'Form of the event';
COMMENT ON COLUMN forms.plover IS 'Event type in PLOVER';
COMMENT ON COLUMN forms.plover_mode IS 'Mode in PLOVER, where it has one';
COMMENT ON COLUMN forms.cameo IS 'Event code in CAMEO';
COMMENT ON COLUMN forms.quad_class IS '1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict';
