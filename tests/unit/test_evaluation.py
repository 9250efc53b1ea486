"""How a coding is compared with labels: what counts as hit, extra and missed, and what is told apart."""

import pytest

from parsers.coder.evaluation import evaluate, matches, surname


def event(form="HIGH_LEVEL_MEETING", parties=("AZE", "GEO"), day="2024-03-09", **more):
    participants = [
        {"org" if len(party) != 3 or party == "NAT" else "country": party, "person": None}
        for party in parties
    ]
    plain = {"type": form, "realis": "occurred", "participants": participants, "areas": [], "parent": None}
    plain |= {"date_start": day, "date_end": None, "place_country": None, "instrument": None}
    return plain | more


def label(*args, accept=None, **more):
    one = event(*args, **more)
    return one | {"accept": [one["type"]] if accept is None else accept, "evidence": "The ministers met."}


def coded(*args, **more):
    answer = {"confidence": 0.9, "reason": "met", "evidence": {"text": "The ministers met."}}
    return event(*args, **(answer | more))


def compare(labels, events, relevant=True, found=True):
    """One article, as the printed figures."""
    gold = {"id": "a1", "lang": "en", "relevant": relevant, "events": labels}
    return evaluate([gold], [{"relevant": found, "events": events}])


def counts(result):
    return result.events.hit, result.events.extra, result.events.missed


@pytest.mark.parametrize(
    ("answer", "agrees"),
    [
        (coded(), True),
        (coded(parties=("GEO", "AZE")), True),
        (coded(day="2024-03-10"), True),
        (coded(day="2024-03-11"), False),
        (coded(day=None), True),
        (coded(parties=("AZE", "GEO", "TUR")), False),
        (coded(parties=("AZE",)), False),
        (coded("REMOTE_CALL"), False),
    ],
    ids=["same", "order", "next day", "two days", "no date", "one more", "one less", "form"],
)
def test_an_event_matches_by_form_parties_and_date(answer, agrees):
    assert matches(label(), answer) is agrees


def test_any_form_that_the_label_accepts_matches():
    fair = label(accept=["HIGH_LEVEL_MEETING", "STAFF_TALKS"])
    assert matches(fair, coded("STAFF_TALKS"))
    assert not matches(fair, coded("REMOTE_CALL"))


def test_a_label_without_a_date_matches_any():
    assert matches(label(day=None), coded(day="1999-01-01"))


def test_a_day_inside_a_labelled_range_matches():
    week = label(date_end="2024-03-15")
    assert matches(week, coded(day="2024-03-13"))
    assert not matches(week, coded(day="2024-03-18"))


def test_an_organisation_is_a_party_like_a_country():
    assert matches(label(parties=("AZE", "NATO")), coded(parties=("NATO", "AZE")))


def test_each_label_is_hit_by_one_event_only():
    assert counts(compare([label()], [coded(), coded()])) == (1, 1, 0)
    assert counts(compare([label(), label()], [coded()])) == (1, 0, 1)


def test_of_two_that_match_the_likest_is_taken():
    first = coded(realis="planned")
    result = compare([label()], [first, coded()])
    assert result.as_dict()["agreement_of_matched"]["realis"]["share"] == 1.0


def test_history_marked_as_background_is_counted_apart_and_not_as_extra():
    result = compare([label()], [coded(), coded("REMOTE_CALL", realis="background")])
    assert counts(result) == (1, 0, 0)
    assert result.background == 1


def test_a_label_that_accepts_no_form_is_outside_the_codebook_and_neither_missed_nor_extra():
    statement = label("STATEMENT", accept=[])
    assert counts(compare([statement], [])) == (0, 0, 0)
    assert counts(compare([statement], [coded()])) == (0, 0, 0)


def test_a_miss_says_what_came_nearest():
    result = compare([label()], [coded("STAFF_TALKS")]).as_dict()
    assert result["forms_confused"] == {"HIGH_LEVEL_MEETING as STAFF_TALKS": 1}
    assert compare([label()], [coded(day="2024-05-01")]).partial == {"other date": 1}
    assert compare([label()], [coded(parties=("AZE", "TUR"))]).partial == {"other participants": 1}
    assert compare([label()], []).partial == {"nothing like it": 1}


def test_relevance_is_counted_by_article():
    assert compare([], [], relevant=False, found=False).relevance.as_dict()["f1"] == 0.0
    assert compare([], [coded()], relevant=False).relevance.extra == 1
    assert compare([label()], [], found=False).relevance.missed == 1


def test_events_in_irrelevant_articles_are_given_per_thousand():
    figures = compare([], [coded()], relevant=False).as_dict()
    assert figures["false_events_per_1000_irrelevant"] == 1000
    assert figures["irrelevant"] == 1


def test_of_irrelevant_articles_only_what_reports_would_count_is_false():
    history = compare([], [coded(realis="background")], relevant=False).as_dict()
    assert history["false_events_per_1000_irrelevant"] == 0
    relevant = compare([label()], [coded(), coded("PORT_CALL")]).as_dict()
    assert relevant["false_events_per_1000_irrelevant"] is None, "there is no irrelevant article"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Levan Izoria", "IZORIA"),
        ("Levan Izoria", "L. Izoria"),
        ("Hulusi Akar", "Hulusi Akár"),
        ("Lloyd Austin", "Lloyd Austin, III"),
    ],
)
def test_names_agree_by_their_last_word(one, other):
    assert surname(one) == surname(other)


def test_persons_are_compared_within_matched_events():
    people = [{"country": "AZE", "person": "Zakir Hasanov"}, {"country": "GEO", "person": "Levan Izoria"}]
    found = [{"country": "AZE", "person": "Z. Hasanov"}, {"country": "GEO", "person": None}]
    persons = compare([label(participants=people)], [coded(participants=found)]).persons
    assert (persons.hit, persons.extra, persons.missed) == (1, 0, 1)


def test_parties_are_counted_where_form_and_date_agree_or_a_party_is_shared():
    one_more = compare([label()], [coded(parties=("AZE", "GEO", "TUR"))])
    assert (one_more.participants.hit, one_more.participants.extra, one_more.participants.missed) == (2, 1, 0)
    others = compare([label()], [coded(parties=("FRA", "ITA"))])
    assert (others.participants.hit, others.participants.extra, others.participants.missed) == (0, 2, 2)
    of_another_day = compare([label()], [coded("PORT_CALL", parties=("AZE",), day="2020-01-01")])
    assert of_another_day.participants.as_dict()["recall"] == 0.5
    nothing_like_it = compare([label()], [coded("PORT_CALL", parties=("FRA", "ITA"), day="2020-01-01")])
    assert nothing_like_it.participants.as_dict()["missed"] == 0, "that is a missed event, told as such"


def test_no_strict_match_is_given_up_for_a_loose_one():
    labels = [label(parties=("AZE", "GEO", "TUR")), label()]
    parties = compare(labels, [coded(parties=("AZE", "GEO"))]).participants
    assert (parties.hit, parties.extra, parties.missed) == (2, 0, 0)


def test_an_event_within_a_visit_agrees_with_one_within_a_visit_only():
    visit, meeting = label("OFFICIAL_VISIT"), label(parent=0)
    above = [coded("OFFICIAL_VISIT"), coded(parent=0)]
    assert compare([visit, meeting], above).agreements["nesting"] == [True, True]
    within_a_forum = [coded("OFFICIAL_VISIT"), coded(parent=2), coded("MULTILATERAL_MEETING")]
    assert compare([visit, meeting], within_a_forum).agreements["nesting"] == [True, False]


def test_areas_nesting_place_and_instrument_are_compared_within_matched_events():
    plan = {"kind": "annual_plan"}
    wanted = label(areas=["medicine", "cyber"], parent=0, place_country="AZE", instrument=plan)
    found = coded(areas=["medicine"], parent=None, place_country="AZE", instrument=plan)
    figures = compare([wanted], [found]).as_dict()
    assert figures["areas"]["recall"] == 0.5
    agreement = {name: one["share"] for name, one in figures["agreement_of_matched"].items()}
    assert agreement["nesting"] == 0.0
    assert agreement["place country"] == agreement["instrument kind"] == 1.0
    told = {row["kind"]: (row["wanted"], row["coded"]) for row in compare([wanted], [found]).errors}
    assert told["areas"] == ("cyber, medicine", "medicine")
    assert told["nesting"] == ("HIGH_LEVEL_MEETING", "alone")


def test_calibration_sets_stated_confidence_beside_the_share_that_was_right():
    events = [coded(confidence=0.95), coded(confidence=0.95, day="2020-01-01"), coded(confidence=0.55)]
    table = compare([label(), label(day="2024-03-09")], events).as_dict()["calibration"]
    assert table == [
        {"confidence": 0.55, "right": 1.0, "events": 1},
        {"confidence": 0.95, "right": 0.5, "events": 2},
    ]


def test_every_difference_is_a_row_to_read():
    result = compare([label(), label("REMOTE_CALL")], [coded(), coded("PORT_CALL")])
    assert [(row["article"], row["kind"], row["form"]) for row in result.errors] == [
        ("a1", "extra", "PORT_CALL"),
        ("a1", "missed", "REMOTE_CALL"),
    ]
