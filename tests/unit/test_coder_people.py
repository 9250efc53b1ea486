"""Who took part: names as the world's ministries write them, whose people are, and lists of parties."""

import time

import pytest

from parsers.coder.people import is_same
from tests.unit.test_coder_traps import news, parties, read


def people(mention) -> dict[str, str | None]:
    return {one.person: one.country or one.org for one in mention.participants if one.person}


def of_form(mentions, *forms):
    found = [one for one in mentions if one.type in forms]
    assert len(found) == 1, [(one.type, parties(one)) for one in mentions]
    return found[0]


def met(text: str, home: str | None = None, lang: str = "en") -> dict[str, str | None]:
    """Who met, by name, in the only meeting of the text."""
    return people(
        of_form(news(text, home, lang=lang), "HIGH_LEVEL_MEETING", "MULTILATERAL_MEETING", "ATTACHE_ACTIVITY")
    )


class TestHowPeopleAreWritten:
    @pytest.mark.parametrize(
        "written, name",
        [
            ("Defence Minister Jan van der Berg", "Jan van der Berg"),
            ("Defence Minister María José de la Cruz", "María José de la Cruz"),
            ("Defence Minister Khalid bin Hamed Al-Harbi", "Khalid bin Hamed Al-Harbi"),
            ("chief of general staff Mohamed al-Haddad", "Mohamed al-Haddad"),
            ("Defence Minister S. Bat-Erdene", "S. Bat-Erdene"),
            ("Defence Minister Hon. Dr. Kwame Boateng", "Kwame Boateng"),
            ("Defence Minister Datuk Seri Ahmad bin Ismail", "Ahmad bin Ismail"),
            ("Defence Minister, H.E. Mr. Oun Sopheak,", "Oun Sopheak"),
            ("Defence Minister, Shri Rohan Mehta,", "Rohan Mehta"),
            ("Minister of Defence, Col.-Gen. Rashid Aliyev,", "Rashid Aliyev"),
            ("Chief of Army Staff Lt Gen (Retd) Nimal Perera", "Nimal Perera"),
            ("Defence Attaché Captain (N) Arjun Rao", "Arjun Rao"),
            ("Chief of Defence Staff Brig. Gen. Tomas O'Neill", "Tomas O'Neill"),
            ("Chief of Defence, Admiral Sir Peter Holt,", "Peter Holt"),
        ],
    )
    def test_after_the_office(self, written, name):
        text = f"Italian Defence Minister Paolo Ferri met the Croatian {written} in Rome on Tuesday."
        assert met(text) == {"Paolo Ferri": "ITA", name: "HRV"}

    @pytest.mark.parametrize(
        "written, name",
        [
            ("Ivo Horvat, the Croatian Minister of Defence,", "Ivo Horvat"),
            ("Ivo Horvat, Minister of Defence of the Republic of Croatia,", "Ivo Horvat"),
            ("Lt. Gen. Ivo Horvat, Deputy Commander-in-Chief of the Croatian Army,", "Ivo Horvat"),
            ("Brigadier Ivo Horvat, Deputy Chief of Plans of the Croatian Navy,", "Ivo Horvat"),
            (
                "General Ivo Horvat, NI (M), Chief of General Staff of the Croatian Armed Forces,",
                "Ivo Horvat",
            ),
            ("General Ivo Horvat of the Croatian General Staff", "Ivo Horvat"),
        ],
    )
    def test_before_the_office(self, written, name):
        text = f"{written} met Italian Defence Minister Paolo Ferri in Rome on Tuesday."
        assert met(text) == {name: "HRV", "Paolo Ferri": "ITA"}

    def test_two_offices_are_one_person(self):
        text = (
            "General Tran Quang, Chief of the General Staff of the Vietnam People's Army and Deputy Defence Minister, "
            "received Lieutenant General Raúl Ortega, First Deputy Minister of the Cuban Revolutionary Armed Forces, in "
            "Hanoi on Tuesday."
        )
        assert met(text, "VNM") == {"Tran Quang": "VNM", "Raúl Ortega": "CUB"}

    def test_part_of_an_office_is_no_name(self):
        text = (
            "The Commander Western Naval Area, Rear Admiral Sunil Fernando of Sri Lanka, met the head of the Directorate "
            "for Military Cooperation of the Indian Defence Ministry, Major General Vikram Nair, in Colombo on Tuesday."
        )
        assert met(text, "LKA") == {"Sunil Fernando": "LKA", "Vikram Nair": "IND"}

    @pytest.mark.parametrize(
        "text",
        [
            "Otávio Reis and Karin Lund, defence ministers of Brazil and Sweden respectively, met in Lisbon on Tuesday.",
            "The defence ministers of Brazil and Sweden, Otávio Reis and Karin Lund, met in Lisbon on Tuesday.",
            "The Brazilian and Swedish defence ministers, Otávio Reis and Karin Lund, met in Lisbon on Tuesday.",
        ],
    )
    def test_names_in_the_order_of_their_countries(self, text):
        assert met(text) == {"Otávio Reis": "BRA", "Karin Lund": "SWE"}

    def test_counterparts_in_the_order_of_their_countries(self):
        text = (
            "Danish Defence Minister Lars Holm met his Latvian and Lithuanian counterparts Juris Ozols and Rasa Jankutė in "
            "Copenhagen on Tuesday."
        )
        whole = {name: country for one in news(text) for name, country in people(one).items()}
        assert whole == {"Lars Holm": "DNK", "Juris Ozols": "LVA", "Rasa Jankutė": "LTU"}

    @pytest.mark.parametrize(
        "lang, text, wanted",
        [
            (
                "ru",
                "Министр обороны Сергей Орлов встретился в Минске с послом США в Белоруссии Линдой Карсон во вторник.",
                {"Сергей Орлов": "BLR", "Линда Карсон": "USA"},
            ),
            (
                "ru",
                "Министр обороны Белоруссии Сергей Орлов принял в Минске генерал-майора ВС США Джона Гронски.",
                {"Сергей Орлов": "BLR", "Джон Гронски": "USA"},
            ),
            (
                "az",
                "Azərbaycanın müdafiə naziri Rəşad Vəliyev Türkiyənin müdafiə naziri Kamal Gülərlə görüşüb.",
                {"Rəşad Vəliyev": "AZE", "Kamal Gülər": "TUR"},
            ),
            (
                "fr",
                "Le ministre de la Défense Paul Renaud a reçu mardi à Paris le général ivoirien Lassina Koffi.",
                {"Paul Renaud": "FRA", "Lassina Koffi": "CIV"},
            ),
            (
                "az",
                "Azərbaycanın müdafiə naziri Rəşad Vəliyev Bakıda Pakistan Quru Qoşunlarının təlim rəisi general Nadim Xan "
                "ilə görüşüb.",
                {"Rəşad Vəliyev": "AZE", "Nadim Xan": "PAK"},
            ),
            (
                "zh",
                "国防部长陈立刚26日在北京会见俄罗斯驻蒙古大使安德烈·古谢夫以及代表团。",
                {"陈立刚": "CHN", "安德烈·古谢夫": "RUS"},
            ),
        ],
    )
    def test_in_other_languages(self, lang, text, wanted):
        home = {"ru": "BLR", "fr": "FRA", "az": "AZE", "zh": "CHN"}[lang]
        assert wanted.items() <= met(text, home, lang).items()


class TestWhosePeopleAre:
    def test_an_ambassador_is_of_the_country_that_sent_him(self):
        text = (
            "The French ambassador to Latvia, Sophie Garnier, met Defence Minister Juris Ozols in Riga on Tuesday to "
            "discuss military training."
        )
        assert met(text, "LVA") == {"Sophie Garnier": "FRA", "Juris Ozols": "LVA"}

    def test_a_captain_is_of_the_ship_he_commands(self):
        text = (
            "The Indian frigate INS Shiva docked at Colombo, Sri Lanka, on Tuesday on a goodwill visit. The ship is "
            "commanded by Captain Arjun Menon."
        )
        assert people(of_form(news(text, "LKA"), "PORT_CALL")).get("Arjun Menon", "IND") == "IND"

    def test_each_side_is_led_by_its_own(self):
        text = (
            "Planners of the Italian and Qatari air forces held staff talks in Rome on Tuesday. The Italian side was led by "
            "Brigadier Stefano Riva, the Qatari one by Brigadier Khalid Al-Mansouri."
        )
        talks = of_form(news(text, "ITA"), "STAFF_TALKS")
        assert people(talks) == {"Stefano Riva": "ITA", "Khalid Al-Mansouri": "QAT"}

    def test_a_head_of_nato_is_of_nato_whatever_he_was_before(self):
        text = (
            "NATO Secretary General Mark Rutte met Turkish Defence Minister Yasar Guler in Ankara on Tuesday."
        )
        assert met(text) == {"Mark Rutte": "NATO", "Yasar Guler": "TUR"}

    def test_a_family_name_that_comes_first_is_enough_later(self):
        text = (
            "South Korean Admiral Kim Dae-ho arrived in Tokyo on Monday. On Tuesday, Japanese General Ken Mori met South "
            "Korea's Kim for talks on defence."
        )
        assert met(text) == {"Ken Mori": "JPN", "Kim Dae-ho": "KOR"}

    def test_two_of_one_surname_are_two_people(self):
        text = (
            "Polish Defence Minister Jan Nowak met Czech Defence Minister Petr Nowak in Prague on Tuesday. The army chiefs "
            "of both sent greetings."
        )
        assert met(text) == {"Jan Nowak": "POL", "Petr Nowak": "CZE"}

    @pytest.mark.parametrize(
        "known, name, same",
        [
            ("Zakir Hasanov", "Hasanov", True),
            ("Kim Min-ho", "Kim", True),
            ("C. Q. Brown", "Charles Brown", True),
            ("Anatolie Nosatii", "Anatoli Nosatii", True),
            ("Ilham Aliyev", "Aliyev Ilham", True),
            ("Jan Nowak", "Petr Nowak", False),
            ("Jan Nowak", "Jan Kowalski", False),
        ],
    )
    def test_names_of_one_person(self, known, name, same):
        assert is_same(known, name) is same

    def test_he_is_whom_the_sentences_before_began_with(self):
        text = (
            "Turkish Chief of General Staff General Orhan Kaya met US General Robert Hayes in Brussels on Tuesday. He then "
            "received Italian Admiral Paolo Ferri. In the afternoon he had a meeting with Georgian Major General Irakli "
            "Beridze."
        )
        pairs = [people(one) for one in news(text) if one.type == "HIGH_LEVEL_MEETING"]
        assert {"Orhan Kaya": "TUR", "Irakli Beridze": "GEO"} in pairs

    def test_the_ministers_who_sign_are_those_named_before(self):
        text = (
            "French Defence Minister Luc Renaud met his Armenian counterpart Suren Petrosyan in Yerevan on Friday. The guest "
            "laid a wreath. The talks were long. The meeting dealt with radars. The two ministers signed a letter of intent "
            "on the training of Armenian officers in France."
        )
        signed = of_form(read(text), "INSTRUMENT_SIGNED")
        assert people(signed) == {"Luc Renaud": "FRA", "Suren Petrosyan": "ARM"}

    def test_the_agency_that_reports_it_is_no_party(self):
        text = (
            "The defence ministers of Kazakhstan and Uzbekistan met in Tashkent on Tuesday, Russia's TASS news agency "
            "reported."
        )
        assert [parties(one) for one in news(text)] == [{"KAZ", "UZB"}]

    def test_a_bare_secretary_general_is_of_the_organisation_named(self):
        text = (
            "BRUSSELS – The defence ministers of the NATO countries met at headquarters on Thursday under the chairmanship "
            "of Secretary General Anders Holm."
        )
        meeting = of_form(news(text, "BEL"), "MULTILATERAL_MEETING")
        assert parties(meeting) == {"NATO"}
        assert people(meeting) == {"Anders Holm": "NATO"}

    def test_a_speaker_without_a_country_adds_none(self):
        text = (
            "VIENNA – Belarus has notified the participating states of the OSCE of a military exercise, the head of its "
            "verification agency, Colonel Oleg Titov, said on Tuesday."
        )
        assert "AUT" not in {party for one in read(text, "AUT") for party in parties(one)}

    def test_who_is_quoted_about_another_country_does_not_act_for_it(self):
        text = "Polish Defence Minister Jan Nowak said on Tuesday that Germany should send more tanks to Ukraine."
        assert not news(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Former Polish Defence Minister Jan Nowak met former Lithuanian Defence Minister Rasa Jankute in Warsaw.",
            "Retired US General Ben Harris visited Warsaw on Tuesday and met Polish journalists to discuss the army.",
        ],
    )
    def test_who_holds_no_office_any_more_makes_no_diplomacy(self, text):
        assert not news(text)

    def test_whoever_speaks_of_a_plan_takes_no_part_in_it(self):
        text = (
            "Polish Defence Minister Jan Nowak met his Czech counterpart Petr Dvořák in Prague on Tuesday. Ten Czech "
            "officers will study at the military academy in Poland from October, Colonel Adam Lis of Poland said."
        )
        assert people(of_form(read(text), "EDU_TRAINING")) == {}


class TestLists:
    @pytest.mark.parametrize(
        "text, wanted",
        [
            (
                "Soldiers from Georgia as well as the United States, the United Kingdom, Türkiye and Romania take part in the "
                "multinational exercise, which began in Vaziani on Monday.",
                {"GEO", "USA", "GBR", "TUR", "ROU"},
            ),
            (
                "Romanian troops trained with allies from France, Belgium, the Netherlands and Luxembourg in a joint exercise "
                "at Cincu on Monday.",
                {"ROU", "FRA", "BEL", "NLD", "LUX"},
            ),
            (
                "Kazakhstan, along with Kyrgyzstan, Tajikistan and Uzbekistan, held a joint military exercise on Tuesday.",
                {"KAZ", "KGZ", "TJK", "UZB"},
            ),
        ],
    )
    def test_of_forces_are_whole(self, text, wanted):
        assert parties(of_form(news(text), "JOINT_EXERCISE")) == wanted

    def test_of_ministers_are_whole(self):
        text = (
            "Defence ministers of the four countries Poland, the Czech Republic, Slovakia and Hungary held a meeting in "
            "Bratislava on Tuesday."
        )
        assert parties(of_form(news(text), "MULTILATERAL_MEETING")) == {"POL", "CZE", "SVK", "HUN"}

    def test_of_those_who_take_part_may_stand_in_the_sentence_after(self):
        text = (
            "A multinational exercise opened in southern Morocco on Monday, led by the Moroccan army and US Africa Command. "
            "Some 7,000 troops from 20 nations, among them France, Italy, Spain and Ghana, will stay until 31 May."
        )
        assert parties(of_form(news(text), "JOINT_EXERCISE")) == {"MAR", "USA", "FRA", "ITA", "ESP", "GHA"}

    def test_of_guests_leave_the_host_to_be_understood_by_the_place(self):
        text = "The multinational exercise Cobra began in Thailand on Tuesday with troops from Japan, Korea and Malaysia."
        assert parties(of_form(news(text), "JOINT_EXERCISE")) >= {"THA", "JPN", "MYS"}

    def test_beside_a_host_are_whole(self):
        text = (
            "Anadolu Kartalı eğitimi pazartesi günü Konya'da başladı. Eğitime Türkiye'nin yanı sıra Azerbaycan, Pakistan ve "
            "Katar hava kuvvetlerinden uçaklar katılıyor."
        )
        assert parties(of_form(news(text, "TUR", lang="tr"), "JOINT_EXERCISE")) == {
            "TUR",
            "AZE",
            "PAK",
            "QAT",
        }

    def test_of_donors_do_not_hide_the_recipient(self):
        text = "Denmark and the Netherlands will donate 14 tanks to Ukraine, the two defence ministries said."
        assert parties(of_form(news(text), "MILITARY_AID")) == {"DNK", "NLD", "UKR"}

    def test_three_who_meet_for_a_trilateral_meeting_hold_one(self):
        text = (
            "Greek Defence Minister Nikos Pappas, his Cypriot counterpart Andreas Michael and Israeli Defence Minister Amir "
            "Shalev met in Athens on Tuesday for a trilateral meeting."
        )
        assert parties(of_form(news(text), "MULTILATERAL_MEETING")) == {"GRC", "CYP", "ISR"}

    def test_what_others_did_at_the_time_is_an_aside(self):
        text = (
            "Armenian Defence Minister Tigran Petrosyan met Georgian counterpart Levan Beridze in Tbilisi on Tuesday, a week "
            "after Azerbaijan and Türkiye held drills near the border."
        )
        assert met(text) == {"Tigran Petrosyan": "ARM", "Levan Beridze": "GEO"}


def test_who_agrees_on_talks_of_staffs_is_not_named_as_there():
    text = (
        "Italian Defence Minister Paolo Ferri met Croatian Defence Minister Ivo Horvat in Rome on Tuesday. "
        "Minister Ferri and Minister Horvat agreed to hold staff talks in Zagreb in the autumn."
    )
    talks = of_form(news(text), "STAFF_TALKS")
    assert talks.realis == "planned"
    assert parties(talks) == {"ITA", "HRV"}
    assert people(talks) == {}


def test_where_an_official_once_studied_is_no_training():
    text = (
        "Lieutenant General Paolo Ferri took over as Italy's Deputy Chief of Defence on Tuesday. "
        "He is a graduate of the Staff College, Austria, and the Italian Military Academy, the ministry said."
    )
    assert not [one for one in news(text) if one.type == "EDU_TRAINING"]


def test_a_sentence_that_never_ends_takes_time_in_proportion_to_its_length():
    read("the defence minister met ")
    start = time.process_time()
    read("the defence minister met " * 3000)
    assert time.process_time() - start < 10
