"""Traps from the field: sentences that look like an event and are none, or like one event and are another."""

from datetime import UTC, date, datetime

import pytest

from parsers.coder import code
from parsers.records import Article, Mention
from parsers.source import Source

DAY = date(2024, 5, 15)


def read(
    text: str, home: str | None = None, title: str = "News", lang: str = "en", outlet: str = "trap"
) -> tuple[Mention, ...]:
    """What is told by a report of 15 May 2024, a Wednesday."""
    published = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    article = Article(
        source=outlet, url="https://trap.example/1", title=title, text=text, lang=lang, published=published
    )
    return code(article, source_of(home) if home else None).mentions


def source_of(country: str) -> Source:
    return Source(
        id="trap",
        name="Trap",
        homepage="https://trap.example/",
        country=country,
        kind="ministry",
        languages=("en",),
        timezone="UTC",
        state_controlled=True,
        discovery=(),
    )


def news(*args: str | None, **more: str) -> tuple[Mention, ...]:
    """What reports would count: history and proposals left out."""
    return tuple(one for one in read(*args, **more) if one.realis not in ("background", "hypothetical"))


def parties(mention: Mention) -> set[str | None]:
    return {one.country or one.org for one in mention.participants}


def told(mentions: tuple[Mention, ...]) -> list[tuple[str, frozenset[str | None]]]:
    return [(one.type, frozenset(parties(one))) for one in mentions]


def only(mentions: tuple[Mention, ...], form: str) -> Mention:
    found = [one for one in mentions if one.type == form]
    assert len(found) == 1, told(mentions)
    return found[0]


class TestNamesThatAreNoCountry:
    @pytest.mark.parametrize(
        "text",
        [
            "The Georgia National Guard held a joint exercise with the Florida Army National Guard near Savannah.",
            "Defense contractor Jordan Wright met General Chad Brown of the Air Force in Texas.",
            "Turkey beat Georgia in the European football championship as the army band played the anthems.",
            "Michael Jordan visited the military hospital in Chicago and met wounded soldiers.",
            "China Lake hosted a test of a new naval missile, said Captain Paris Holland.",
        ],
    )
    def test_a_state_a_person_or_a_team(self, text):
        assert not news(text)


class TestOneNation:
    @pytest.mark.parametrize(
        "text",
        [
            "Units of the Azerbaijani Army held tactical exercises with live fire. The Defense Minister watched them.",
            "Defence Minister Colonel General Zakir Hasanov inspected military units on the front line and met soldiers.",
            "The Russian Navy began drills in the Black Sea with thirty warships, the Defence Ministry said.",
            "The Polish president promoted three generals of the armed forces at a ceremony in Warsaw.",
        ],
    )
    def test_its_own_exercise_inspection_or_promotion(self, text):
        assert not news(text)


class TestHistoryAndFuture:
    def test_a_treaty_told_as_history_is_no_news(self):
        assert not news(
            "Relations between the two armies are old. Poland and Hungary signed an agreement on military "
            "cooperation in 1994."
        )

    def test_history_is_kept_as_background(self):
        text = (
            "The Greek Defence Minister Nikos Dendias met his Cypriot counterpart Vasilis Palmas in Nicosia on Tuesday. "
            "Last year Greece and Cyprus signed a military cooperation agreement."
        )
        meeting = only(read(text), "HIGH_LEVEL_MEETING")
        assert meeting.realis == "occurred"
        assert all(one.realis == "background" for one in read(text) if one.type == "INSTRUMENT_SIGNED")

    def test_what_begins_after_its_report_has_not_happened_whatever_the_verb(self):
        text = "The joint exercise of Poland and Latvia, in which tanks take part, is held in Riga from 20 to 30 May."
        assert only(read(text), "JOINT_EXERCISE").realis == "planned"

    def test_what_will_be_signed_is_planned(self):
        text = "The defence ministers of Serbia and Cyprus will sign an agreement on military cooperation on Friday."
        assert only(read(text), "INSTRUMENT_SIGNED").realis == "planned"

    def test_a_proposal_is_hypothetical(self):
        text = "The Indian Defence Minister proposed to hold a joint naval exercise with Vietnam."
        assert not news(text)

    def test_what_was_postponed_did_not_occur(self):
        text = "A joint military exercise of Serbia and Hungary was postponed, the Serbian Defence Ministry said."
        assert {one.realis for one in read(text)} <= {"cancelled"}

    def test_a_minister_who_did_not_attend_met_nobody(self):
        text = "The Hungarian Defence Minister did not attend the meeting with the Ukrainian Defence Minister in Kyiv."
        assert not [one for one in read(text) if one.realis in ("occurred", "ongoing", "planned")]

    def test_a_wrong_year_in_the_text_does_not_move_news_into_the_past(self):
        text = (
            "BAKU, May 15. Azerbaijani Defense Minister Zakir Hasanov met Turkish Defense Minister Yasar Guler in Baku "
            "on May 14, 2023."
        )
        assert only(read(text), "HIGH_LEVEL_MEETING").date_start == date(2024, 5, 14)


class TestWhereAndWith:
    def test_a_meeting_in_a_third_country_has_no_third_party(self):
        text = (
            "The Armenian Defence Minister Suren Papikyan met his Greek counterpart Nikos Dendias in Paris."
        )
        meeting = only(read(text, "ARM"), "HIGH_LEVEL_MEETING")
        assert parties(meeting) == {"ARM", "GRC"}
        assert meeting.place_country == "FRA"
        assert meeting.third_country

    def test_three_meetings_on_one_day_are_three_events(self):
        text = (
            "Georgian Defence Minister Irakli Chikovani met Latvian Defence Minister Andris Spruds in Brussels on "
            "Tuesday. On the same day Irakli Chikovani met Romanian Defence Minister Angel Tilvar. Later he held a meeting "
            "with Polish Defence Minister Wladyslaw Kosiniak-Kamysz."
        )
        pairs = {frozenset(parties(one)) for one in read(text, "GEO") if one.type == "HIGH_LEVEL_MEETING"}
        assert pairs == {frozenset({"GEO", other}) for other in ("LVA", "ROU", "POL")}

    def test_a_trilateral_format_that_is_mentioned_is_not_met(self):
        text = (
            "Azerbaijani Defense Minister Zakir Hasanov met Georgian Defence Minister Levan Izoria in Baku. The ministers "
            "stressed the importance of the trilateral Azerbaijan-Georgia-Türkiye format and of exercises with NATO."
        )
        assert told(news(text, "AZE")) == [("HIGH_LEVEL_MEETING", frozenset({"AZE", "GEO"}))]

    def test_a_trilateral_meeting_that_took_place_is_one_event_of_three(self):
        text = (
            "A trilateral meeting of the defense ministers of Azerbaijan, Türkiye and Georgia was held in Batumi on "
            "Tuesday."
        )
        meeting = only(read(text), "MULTILATERAL_MEETING")
        assert parties(meeting) == {"AZE", "TUR", "GEO"}

    def test_a_country_talked_about_is_no_party(self):
        text = (
            "The Polish Defence Minister met his Lithuanian counterpart in Warsaw to discuss the war in Ukraine and the "
            "threat from Russia and Belarus."
        )
        assert parties(only(read(text), "HIGH_LEVEL_MEETING")) == {"POL", "LTU"}

    def test_inspector_inspected_and_place_may_be_three_nations(self):
        text = "A Swiss inspection team visited a military base of Germany in Lithuania on Tuesday under the Vienna Document."
        inspection = only(read(text), "VERIFICATION")
        assert parties(inspection) == {"CHE", "DEU"}


class TestWhoCounts:
    def test_foreign_ministers_without_defence_content_make_no_event(self):
        assert not news(
            "The Foreign Minister of Uzbekistan met his Latvian counterpart in Riga. They discussed trade and tourism."
        )

    def test_a_foreign_minister_counts_with_defence_content(self):
        text = (
            "The Foreign Minister of Greece met the Foreign Minister of Egypt in Cairo. They discussed military cooperation "
            "and signed an agreement on joint naval exercises."
        )
        assert {"GRC", "EGY"} in [parties(one) for one in read(text)]

    def test_a_title_without_a_country_is_the_source_s_own(self):
        text = "Defence Minister Ruslan Zhaksylykov met Turkish Defence Minister Yasar Guler in Ankara on Tuesday."
        meeting = only(read(text, "KAZ"), "HIGH_LEVEL_MEETING")
        assert parties(meeting) == {"KAZ", "TUR"}

    def test_countries_without_titles_may_hold_an_exercise(self):
        text = (
            "India and Mongolia began the joint military exercise Nomadic Elephant in Ulaanbaatar on Tuesday."
        )
        assert parties(only(read(text), "JOINT_EXERCISE")) == {"IND", "MNG"}

    def test_the_turkish_side_is_a_party(self):
        text = "Azerbaijani Defense Minister Zakir Hasanov held talks with the Turkish side in Baku on military training."
        assert parties(only(read(text), "HIGH_LEVEL_MEETING")) == {"AZE", "TUR"}

    def test_a_counterpart_has_the_country_that_is_said_of_him(self):
        text = "Latvian Minister of Defence Andris Spruds met his Swedish counterpart Pål Jonson in Riga on Tuesday."
        meeting = only(read(text), "HIGH_LEVEL_MEETING")
        assert {one.person: one.country for one in meeting.participants} == {
            "Andris Spruds": "LVA",
            "Pål Jonson": "SWE",
        }

    def test_the_sides_are_those_of_the_meeting_before(self):
        text = (
            "The Defence Minister of Croatia met the Defence Minister of Slovenia in Zagreb on Tuesday. After the talks the "
            "sides signed a memorandum of understanding on military medicine."
        )
        assert parties(only(read(text), "INSTRUMENT_SIGNED")) == {"HRV", "SVN"}


class TestOneOrTwo:
    def test_two_plans_in_one_sentence_are_two_signings(self):
        text = (
            "On Tuesday Kazakhstan's Ministry of Defence signed a plan of military cooperation for 2025 with Belarus and a "
            "plan of bilateral contacts for 2025 with Armenia."
        )
        signed = [frozenset(parties(one)) for one in read(text) if one.type == "INSTRUMENT_SIGNED"]
        assert sorted(map(sorted, signed)) == [["ARM", "KAZ"], ["BLR", "KAZ"]]

    def test_an_event_told_twice_is_one(self):
        text = (
            "Estonian Defence Minister Hanno Pevkur met his Finnish counterpart Antti Hakkanen in Tallinn on Tuesday. "
            "At the meeting in Tallinn Hanno Pevkur and Antti Hakkanen discussed air defence."
        )
        assert told(news(text)) == [("HIGH_LEVEL_MEETING", frozenset({"EST", "FIN"}))]

    def test_what_was_discussed_is_an_area_and_no_event(self):
        text = (
            "The Chief of Defence of Norway met the Chief of Defence of Denmark in Oslo on Tuesday. They discussed joint "
            "exercises, military education, arms control inspections and military medicine."
        )
        (meeting,) = news(text)
        assert {"exercises_interop", "education_training", "arms_control", "medicine"} <= set(meeting.areas)


class TestShipsAndQuotes:
    def test_a_ship_named_after_a_country_or_city_is_no_party(self):
        text = "The Indian Navy frigate INS Delhi made a port call at Colombo, Sri Lanka, on Tuesday."
        assert parties(only(read(text), "PORT_CALL")) == {"IND", "LKA"}

    def test_a_ship_called_after_another_place_adds_nobody(self):
        text = (
            "The British warship HMS Lancaster docked at Karachi, Pakistan, on Tuesday for a goodwill visit."
        )
        assert {frozenset(parties(one)) for one in read(text)} == {frozenset({"GBR", "PAK"})}

    def test_what_a_quoted_person_supposes_is_no_event(self):
        assert not news(
            "“If Poland and Germany signed a defence treaty, as he said, ‘we would meet them in Berlin’,” the "
            "general told the paper."
        )


class TestWhatIsStillToCome:
    @pytest.mark.parametrize(
        ("text", "form", "day"),
        [
            (
                "Norway and Latvia will sign an agreement on air defence in Riga on Monday, the ministry said.",
                "INSTRUMENT_SIGNED",
                date(2024, 5, 20),
            ),
            (
                "The Polish defence minister will visit Romania next Tuesday, his office said.",
                "OFFICIAL_VISIT",
                date(2024, 5, 21),
            ),
            (
                "Joint exercises of the Greek and Cypriot armies are to be held in February, the staff said.",
                "JOINT_EXERCISE",
                date(2025, 2, 1),
            ),
        ],
    )
    def test_a_day_without_a_date_is_the_next_one(self, text, form, day):
        mention = only(read(text), form)
        assert (mention.realis, mention.date_start) == ("planned", day)

    def test_the_day_of_the_announcement_is_not_the_plan_s(self):
        text = "Chile and Peru will hold a joint naval exercise off Ilo in early September, the Chilean defence ministry announced on Monday."
        found = only(read(text), "JOINT_EXERCISE")
        assert (found.realis, found.date_start) == ("planned", date(2024, 9, 1))

    def test_what_is_called_off_keeps_the_day_it_was_planned_for(self):
        mentions = read("Italy's defence minister has postponed a visit to Niger planned for Friday.")
        assert only(mentions, "OFFICIAL_VISIT").date_start == date(2024, 5, 17)
        assert told(mentions) == [("OFFICIAL_VISIT", {"ITA", "NER"})]

    def test_what_was_done_on_a_weekday_was_done_on_the_last_one(self):
        mention = only(
            read("Italy's defence minister visited Niger on Friday, the army said."), "OFFICIAL_VISIT"
        )
        assert mention.date_start == date(2024, 5, 10)

    def test_the_future_of_an_agreement_does_not_undo_its_signing(self):
        mention = only(
            read(
                "The armies of Kenya and Ghana signed a plan on Tuesday that will open their academies to both."
            ),
            "INSTRUMENT_SIGNED",
        )
        assert (mention.realis, mention.date_start) == ("occurred", date(2024, 5, 14))

    def test_what_an_exercise_is_good_for_is_no_plan(self):
        text = "The joint exercise of the Omani and Indian navies ended on Tuesday. The exercise will further enhance ties."
        assert only(read(text), "JOINT_EXERCISE").realis == "occurred"

    def test_a_tie_that_is_cut_is_cut_and_not_cancelled(self):
        mention = only(
            read("Estonia suspended military cooperation with Belarus on Monday."), "COOPERATION_REDUCED"
        )
        assert mention.realis == "occurred"


class TestWhoseOutletItIs:
    @pytest.mark.parametrize(
        ("outlet", "lang", "text", "country"),
        [
            ("Accra Forces News", "en", "Commodore Kwame Addo received the Togolese navy chief, Captain Yao Mensah, at the naval base on Tuesday.", "GHA"),
            ("Embassy of Canada in Tunisia", "en", "Defence attaché Colonel Marc Roy met the Tunisian defence minister, Sami Gharbi, on Tuesday.", "CAN"),
            ("Océan Indien Défense", "fr", "ANTANANARIVO – Le ministre de la Défense, Jean Rakoto, a reçu mardi le ministre français des Armées, Luc Morel.", "MDG"),
            ("Alpenblick", "de", "Wien, 14. Mai 2024 - Verteidigungsministerin Eva Moser hat heute den slowenischen Verteidigungsminister Jan Kos empfangen.", "AUT"),
        ],
    )  # fmt: skip
    def test_is_told_by_its_whole_name_its_language_and_where_it_files(self, outlet, lang, text, country):
        found = read(text, lang=lang, outlet=outlet)
        [one] = [one for one in found if one.type in ("HIGH_LEVEL_MEETING", "ATTACHE_ACTIVITY")]
        assert country in parties(one)
        assert len(parties(one)) == 2


class TestDaysAndNumbers:
    def test_the_number_of_a_paragraph_ends_no_sentence(self):
        text = (
            "1. Fijian Defence Minister Semi Rabuka met his Tongan counterpart, Viliami Fusi, in Suva on Monday.\n"
            "2. The ministers signed a memorandum on military medicine."
        )
        assert told(read(text)) == [
            (form, frozenset({"FJI", "TON"})) for form in ("HIGH_LEVEL_MEETING", "INSTRUMENT_SIGNED")
        ]

    def test_what_follows_on_an_event_of_several_days_was_on_one_of_them(self):
        text = (
            "Staff talks between the Sri Lanka Navy and the Royal Australian Navy were held in Colombo on 9 and 10 May 2024.\n"
            "The Australian delegation paid a courtesy call on the Commander of the Navy, Vice Admiral Ravi Perera."
        )
        call = only(read(text, title="Sri Lanka and Australia hold staff talks"), "HIGH_LEVEL_MEETING")
        assert (call.date_start, call.date_end, call.date_precision) == (
            date(2024, 5, 9),
            date(2024, 5, 10),
            "range",
        )


class TestWhoIsOnlyNamed:
    def test_those_who_signed_the_treaty_do_not_inspect(self):
        text = (
            "A Turkmen team inspected an Uzbek motor rifle brigade in Termez on Tuesday under the agreement on confidence in"
            " border areas, which was signed by Turkmenistan, Uzbekistan, Iran, Pakistan and Mongolia in 2001."
        )
        assert parties(only(read(text), "VERIFICATION")) == {"TKM", "UZB"}

    def test_those_who_are_thanked_for_their_missions_have_no_part_in_the_meeting(self):
        text = (
            "In her meeting with Finnish Defence Minister Antti Salo in Oulu on Tuesday, Estonian Defence Minister Kaja Tamm thanked"
            " Finland for its help to the missions in Kosovo, Lebanon and Iraq."
        )
        assert parties(only(read(text), "HIGH_LEVEL_MEETING")) == {"EST", "FIN"}

    def test_the_ministerial_meeting_of_two_is_no_multilateral_one(self):
        text = "Japanese Defence Minister Ken Tachi held a Japan-Palau Defence Ministerial Meeting with Palau's Minister of Justice, Ann Remengesau, on Tuesday."
        assert parties(only(read(text), "HIGH_LEVEL_MEETING")) == {"JPN", "PLW"}

    def test_who_receives_colleagues_of_many_countries_holds_a_multilateral_meeting(self):
        text = "Italian Defence Minister Carla Bassi hosted her colleagues from Malta, Greece, Cyprus and Spain in Bari on Tuesday."
        found = only(read(text), "MULTILATERAL_MEETING")
        assert parties(found) == {"ITA", "MLT", "GRC", "CYP", "ESP"}


class TestVisits:
    def test_a_visit_told_on_several_days_is_one(self):
        text = (
            "Peru's Minister of Defence Luis Quispe is visiting Chile, the ministry said on Wednesday.\n"
            "Quispe arrived in Santiago on Monday for a visit to Chile at the invitation of his Chilean counterpart."
        )
        visit = only(read(text), "OFFICIAL_VISIT")
        assert (visit.date_start, visit.date_end) == (date(2024, 5, 13), date(2024, 5, 15))

    def test_those_met_on_a_visit_are_not_its_guests(self):
        text = (
            "On a visit to Laos, Indian Defence Minister Rohan Mehta on Tuesday met his Japanese counterpart Ken Mori "
            "and the Secretary of Defence of the Philippines, Jose Abad."
        )
        mentions = read(text)
        assert parties(only(mentions, "OFFICIAL_VISIT")) == {"IND", "LAO"}
        meetings = [parties(one) for one in mentions if one.type == "HIGH_LEVEL_MEETING"]
        assert meetings == [{"IND", "JPN"}, {"IND", "PHL"}]

    def test_a_place_named_with_its_country_adds_no_party(self):
        text = "In Vienna, Austria, Defence Minister Ana Pires of Portugal met Greek Defence Minister Nikos Lagos on Monday."
        assert parties(only(read(text), "HIGH_LEVEL_MEETING")) == {"PRT", "GRC"}

    def test_a_sight_that_is_visited_is_no_visit(self):
        text = (
            "Kenya's army chief General Peter Otieno met his Ghanaian counterpart General Kofi Boateng in Accra on Monday. "
            "He also visited the War Museum."
        )
        assert "OFFICIAL_VISIT" not in {one.type for one in read(text)}

    @pytest.mark.parametrize(
        ("text", "form"),
        [
            ("Twelve Zambian officers will leave for Pune in June to study at the Indian army's staff college.", "EDU_TRAINING"),
            ("Danish defence minister Lars Holm thanked Sweden for its tanks, the first of which arrived in Aalborg by ship on Monday.", None),
            ("Some 80 Kenyan servicemen will arrive in Rwanda on Thursday to take part in a joint exercise.", "JOINT_EXERCISE"),
        ],
    )  # fmt: skip
    def test_who_comes_to_learn_to_train_or_on_a_ship_s_deck_is_no_visitor(self, text, form):
        found = [one.type for one in read(text)]
        assert "OFFICIAL_VISIT" not in found
        assert form is None or form in found

    def test_a_port_call_and_its_welcome_are_one_event(self):
        text = (
            "The Thai Navy frigate Naresuan docked at Manila on Monday. The ship was received by officers of the "
            "Philippine Navy. At the end of the visit the Thai and Philippine sailors held a parade."
        )
        forms = [one.type for one in read(text)]
        assert forms.count("PORT_CALL") == 1
        assert not {"OFFICIAL_VISIT", "HIGH_LEVEL_MEETING"} & set(forms)

    def test_what_was_reached_before_the_report_is_news_in_any_tense(self):
        text = (
            "On May 14 Minister of Defence of Armenia Aram Petrosyan received the Minister of Defence of Georgia "
            "Giorgi Lomidze, who had arrived in Armenia on an official visit."
        )
        assert only(read(text), "OFFICIAL_VISIT").realis == "occurred"

    def test_a_ship_that_comes_home_visits_nobody(self):
        text = (
            "The navy ship Padma arrived at Chattogram on Sunday after an exercise in India, the navy said."
        )
        assert "OFFICIAL_VISIT" not in {one.type for one in read(text, "BGD")}


class TestFormsOfBareCountries:
    """What is told of countries by name alone, in the words that ministries use."""

    @pytest.mark.parametrize(
        ("text", "form", "who"),
        [
            ("Croatia received its first Rafale fighter jets from France on Monday.", "ARMS_TRANSFER", "HRV FRA"),
            ("Germany has approved the export of 24 howitzers to Lithuania.", "ARMS_TRANSFER", "DEU LTU"),
            ("A first batch of missiles from Russia arrived in Turkey on Friday.", "ARMS_TRANSFER", "RUS TUR"),
            ("Rwanda's army took over armoured vehicles bought from Turkey.", "ARMS_TRANSFER", "RWA TUR"),
            ("The Italian Verification Agency paid an evaluation visit to a brigade of the Slovenian Armed Forces.",
             "VERIFICATION", "ITA SVN"),
            ("US and Canadian inspectors flew over Russia under the Open Skies Treaty.", "VERIFICATION", "USA CAN RUS"),
            ("Inspectors from Poland visited a Romanian mechanised brigade under the Vienna Document.",
             "VERIFICATION", "POL ROU"),
            ("Finland submitted its annual exchange of military information to the OSCE states.",
             "CSBM_TRANSPARENCY", "FIN OSCE"),
            ("NATO experts visited Tunisia to review the syllabus of its staff college under the DEEP programme.",
             "ADVISORY_PLACEMENT", "NATO TUN"),
            ("Defence attachés from Italy and France visited the Latvian military base at Adazi on Monday.",
             "ATTACHE_ACTIVITY", "ITA FRA LVA"),
            ("A delegation of the Kazakh General Staff studied the experience of the Polish army in Warsaw.",
             "EXPERT_EXCHANGE", "KAZ POL"),
            ("A meeting of experts of the defence ministries of Oman and Turkey was held in Muscat.",
             "STAFF_TALKS", "OMN TUR"),
            ("Consultations between the general staffs of Serbia and Greece were held in Athens.", "STAFF_TALKS", "SRB GRC"),
            ("The armies of India and Nepal began a joint exercise on Monday.", "JOINT_EXERCISE", "IND NPL"),
        ],
    )  # fmt: skip
    def test_it_is_read_with_its_parties(self, text, form, who):
        assert parties(only(read(text), form)) == set(who.split())

    def test_a_purchase_by_contract_is_one_event(self):
        text = "Serbia signed a contract with China for the purchase of air defence missiles on Monday."
        assert [one.type for one in read(text)] == ["ARMS_TRANSFER"]

    def test_what_was_delivered_and_donated_is_one_event(self):
        text = "Ukraine took delivery of 18 howitzers from Germany on Monday. Germany donated the howitzers to Ukraine."
        assert [one.type for one in read(text)] == ["MILITARY_AID"]

    def test_the_working_group_that_met_held_no_meeting_of_ministers_besides(self):
        text = "The working group of the Chilean and Peruvian armies is to meet in Lima in June."
        assert {one.type for one in read(text)} == {"STAFF_TALKS"}

    def test_meetings_with_holders_of_different_offices_are_two(self):
        text = (
            "Kenya's Minister of Defence John Otieno met Egyptian Minister of Defence Ali Hassan in Cairo on Monday. "
            "Otieno also met the Egyptian Chief of the General Staff, General Omar Fathi."
        )
        assert [one.type for one in read(text)].count("HIGH_LEVEL_MEETING") == 2

    @pytest.mark.parametrize(
        "text",
        [
            "Expert talks between the armies of Serbia and Turkey represent a regular activity.",
            "Troops of Uganda serve in a peacekeeping force of the European Union.",
            "The ministers of defence of Kenya and Ghana reviewed joint exercises and training courses of the two armies.",
        ],
    )
    def test_what_is_usual_or_only_reviewed_is_no_event(self, text):
        assert not [one for one in read(text) if one.type not in ("HIGH_LEVEL_MEETING",)]

    def test_the_parties_of_an_exercise_may_stand_in_the_title_alone(self):
        text = (
            "A two-week joint military exercise is under way in the hills of Meghalaya, an army officer said."
        )
        mention = only(
            read(text, title="India and Bangladesh hold joint military exercise"), "JOINT_EXERCISE"
        )
        assert parties(mention) == {"IND", "BGD"}


class TestToldInPassing:
    """What nouns tell of before and after the news: kept, with its time."""

    @pytest.mark.parametrize(
        ("text", "form", "realis", "day"),
        [
            ("Italy and Qatar held staff talks in Doha on Monday. The next round is planned for Rome in October.",
             "STAFF_TALKS", "planned", date(2024, 10, 1)),
            ("The armies of India and Nepal began a joint exercise on Monday. The last edition took place in 2023.",
             "JOINT_EXERCISE", "background", date(2023, 1, 1)),
            ("Norway and Denmark held staff talks on Monday. The memorandum, signed in 2014, covers air policing.",
             "INSTRUMENT_SIGNED", "background", date(2014, 1, 1)),
            ("Cyprus and Egypt began a joint exercise on Monday. Their armies have cooperated since an agreement of 2015.",
             "INSTRUMENT_SIGNED", "background", date(2015, 1, 1)),
            ("The Swedish army chief said on Monday a training course for Kenyan officers would open in Uppsala in October.",
             "EDU_TRAINING", "planned", date(2024, 10, 1)),
        ],
    )  # fmt: skip
    def test_it_is_kept_with_its_time(self, text, form, realis, day):
        found = [one for one in read(text) if (one.type, one.realis) == (form, realis)]
        assert [one.date_start for one in found] == [day]

    def test_what_is_promised_is_still_to_come(self):
        assert (
            only(read("Portugal has promised three howitzers to Ukraine."), "MILITARY_AID").realis
            == "planned"
        )

    def test_the_country_of_a_mission_has_no_part_in_it(self):
        text = "Slovenian soldiers left for Kosovo on Tuesday to join the NATO mission KFOR."
        assert parties(only(read(text), "PEACE_OPS")) == {"SVN", "NATO"}

    def test_a_hope_for_an_exercise_is_none(self):
        text = "The army spokesman of Chile said hope for a joint military exercise with Peru was senseless."
        assert not read(text)

    def test_a_programme_for_one_year_is_an_annual_plan(self):
        text = "Cyprus and Egypt signed their military cooperation programme for 2025 in Nicosia on Monday."
        signed = only(read(text), "INSTRUMENT_SIGNED").instrument
        assert signed and (signed.kind, signed.period) == ("annual_plan", "2025")


def test_the_day_of_the_dateline_is_not_the_event_s():
    text = "New Delhi, May 15 (XNA): Ships of the Indian and French navies held a joint exercise off Goa on May 13."
    assert only(read(text), "JOINT_EXERCISE").date_start == date(2024, 5, 13)


def test_a_number_with_a_point_does_not_end_the_sentence_of_a_trigger():
    text = (
        "The US Embassy in Moldova handed over 2.5 million dollars' worth of equipment to the Moldovan army."
    )
    assert parties(only(read(text), "MILITARY_AID")) == {"USA", "MDA"}


def test_a_form_brings_its_own_area():
    text = "The Czech army took delivery of radars from Israel on Monday, the Czech defence ministry said."
    assert "procurement" in only(read(text), "ARMS_TRANSFER").areas


def test_a_text_in_a_language_that_is_not_read_is_marked_and_kept():
    article = Article(source="t", url="https://t.example/2", title="ნ", text="თავდაცვის მინისტრი", lang="ka")
    coding = code(article)
    assert not coding.lang_read
    assert not coding.mentions


@pytest.mark.parametrize("length", [0, 1, 100_000])
def test_no_text_makes_the_coder_fail(length):
    assert read(("the defence minister met " * (length // 25 + 1))[:length]) is not None


def test_the_same_text_gives_the_same_rows():
    text = "Polish Defence Minister Jan Nowak met his Czech counterpart Petr Novák in Prague on Tuesday."
    assert read(text) == read(text)
