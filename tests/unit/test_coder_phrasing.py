"""The same things told in the words of many outlets: each class of phrasing with sentences of our own."""

from datetime import date

import pytest

from tests.unit.test_coder_traps import DAY, only, parties, read, told


def statuses(text: str, **more: str) -> dict[str, str]:
    return {one.type: one.realis for one in read(text, **more)}


class TestWhatIsDoneStaysDone:
    """Words of the future, of an offer or of the past count where they bear on the event's own verb."""

    @pytest.mark.parametrize(
        "text",
        [
            "Estonian Defence Minister Mart Tamm paid a visit to Helsinki on Tuesday at the invitation of his Finnish counterpart.",
            "The Chilean Army Commander arrived in Lima on Monday, and the visit will be followed by one to Quito.",
            "Defence Minister Mart Tamm of Estonia, who was invited by Finland, arrived in Helsinki and will meet sailors.",
            "Kenyan Defence Minister Otieno Were visited Kampala on Monday, where he proposed a border patrol to Uganda's army.",
            "The Croatian Defence Minister arrived in Skopje on Monday to see units that could join a brigade of North Macedonia.",
        ],
    )
    def test_a_visit_paid(self, text):
        assert statuses(text)["OFFICIAL_VISIT"] == "occurred"

    @pytest.mark.parametrize(
        "text",
        [
            "Ghana's Chief of Defence Staff met Togo's army commander in Lome on Monday and suggested joint patrols.",
            "Latvian Defence Minister Juris Ozols met Lithuanian Defence Minister Jonas Kaunas earlier this week in Riga.",
            "Estonian Defence Minister Mart Tamm was received by Finland's Defence Minister, who will travel to Tallinn in June.",
        ],
    )
    def test_a_meeting_held(self, text):
        assert statuses(text)["HIGH_LEVEL_MEETING"] == "occurred"

    @pytest.mark.parametrize(
        ("text", "status"),
        [
            ("Estonian Defence Minister Mart Tamm will be received by Finland's Defence Minister in Helsinki.", "planned"),
            ("Latvian Defence Minister Juris Ozols is expected to have met his Lithuanian counterpart by Friday.", "planned"),
            ("Ghana's defence minister might have met Togo's army commander had the weather been better.", "hypothetical"),
        ],
    )  # fmt: skip
    def test_the_words_before_the_verb_still_count(self, text, status):
        assert statuses(text)["HIGH_LEVEL_MEETING"] == status

    def test_an_invitation_to_come_is_no_visit_yet(self):
        text = "General Otieno of Kenya received the Ugandan army chief and gave him an invitation to pay an official visit to Kenya."
        assert statuses(text).get("OFFICIAL_VISIT") in (None, "hypothetical")

    def test_a_spanish_visit_by_invitation(self):
        text = (
            "El ministro de Defensa de Chile, Pedro Rojas, visitó Perú por invitación de su homólogo peruano."
        )
        assert statuses(text, lang="es")["OFFICIAL_VISIT"] == "occurred"

    def test_calling_off_has_happened(self):
        text = "Norway has suspended military cooperation with Belarus, the Norwegian Defence Ministry said on Tuesday."
        assert statuses(text)["COOPERATION_REDUCED"] == "occurred"


class TestObserversOfAnExercise:
    def test_under_the_document_is_no_inspection(self):
        text = "Observers from Sweden and Finland followed an exercise of the Polish army on Monday under the Vienna Document."
        assert [form for form, _ in told(read(text))] == ["CSBM_TRANSPARENCY"]


class TestArmsInTheNews:
    """Who supplies whom is said before, after and within the words for what is supplied."""

    @pytest.mark.parametrize(
        ("text", "countries"),
        [
            ("The Philippine Navy received its second guided-missile frigate from South Korea on Monday.", "KOR PHL"),
            ("Peru took delivery of a third submarine built in Germany.", "DEU PER"),
            ("Kenya has acquired 118 armoured personnel carriers from Turkish firm Anadolu Vehicles.", "KEN TUR"),
            ("The Netherlands shipped the first F-16s to Romania on Tuesday.", "NLD ROU"),
            ("Russia has completed deliveries of Mi-35M helicopters to Nigeria.", "NGA RUS"),
            ("Italy approved the export of 14 howitzers to Tunisia.", "ITA TUN"),
            ("South Korea's Daehan Motors won an Australian infantry fighting vehicle contract.", "AUS KOR"),
            ("The first batch of air defence systems from China arrived in Serbia on Friday.", "CHN SRB"),
            ("Chile will buy 12 Gripen fighter jets from Sweden.", "CHL SWE"),
            ("Vietnam received six patrol boats from the United States Coast Guard in Khanh Hoa.", "USA VNM"),
        ],
    )  # fmt: skip
    def test_a_supply_has_two_ends(self, text, countries):
        assert ("ARMS_TRANSFER", frozenset(countries.split())) in told(read(text))

    def test_a_contract_signed_is_told_once(self):
        text = "Greece has signed a contract with France to buy three frigates, the Defence Ministry said."
        assert told(read(text)) == [("INSTRUMENT_SIGNED", frozenset({"FRA", "GRC"}))]

    def test_a_background_war_is_no_party(self):
        text = "Two Romanian companies have sold howitzers to Moldova amid tensions with Russia."
        assert told(read(text)) == [("ARMS_TRANSFER", frozenset({"MDA", "ROU"}))]

    @pytest.mark.parametrize(
        "text",
        [
            "Norway's navy received training on the new missiles at home.",
            "The Polish army fired missiles and artillery at the Drawsko range.",
        ],
    )
    def test_weapons_alone_are_no_transfer(self, text):
        assert not read(text)


class TestTiesCut:
    @pytest.mark.parametrize(
        ("text", "countries"),
        [
            ("Moscow declared the Latvian defence attache persona non grata on Friday.", "LVA RUS"),
            ("The Czech Republic expelled two Belarusian military diplomats.", "BLR CZE"),
            ("Norway has put on hold all military contacts with Belarus.", "BLR NOR"),
            ("South Korea scrapped the military agreement with North Korea.", "KOR PRK"),
            ("The Pentagon disinvited the Chinese navy from RIMPAC.", "CHN USA"),
            ("Defence cooperation between Rwanda and Belgium was suspended on Monday.", "BEL RWA"),
            ("Chad has ended a military accord with France.", "FRA TCD"),
        ],
    )  # fmt: skip
    def test_in_many_words(self, text, countries):
        assert ("COOPERATION_REDUCED", frozenset(countries.split())) in told(read(text))


class TestRelief:
    @pytest.mark.parametrize(
        ("text", "countries"),
        [
            ("The US Air Force flew 20 tonnes of relief supplies to earthquake-hit Nepal.", "NPL USA"),
            ("An Indian Navy ship delivered medical supplies to Mozambique after the cyclone.", "IND MOZ"),
            ("The Greek Army dispatched an engineering unit to help flood victims in Albania.", "ALB GRC"),
            ("The Turkish military sent two transport planes with rescue teams to Libya.", "LBY TUR"),
            ("Chinese army engineers cleared mines in Lebanon.", "CHN LBN"),
        ],
    )  # fmt: skip
    def test_soldiers_help_after_a_disaster(self, text, countries):
        assert ("HADR_DEMINING", frozenset(countries.split())) in told(read(text))


class TestToldBefore:
    """A sentence about the meeting, the exercise or the call that was just told tells no second one."""

    @pytest.mark.parametrize(
        ("lang", "text", "form", "status"),
        [
            ("tr", "Savunma Bakanı Ahmet Demir, Letonya Savunma Bakanı Juris Ozols ile telefonda görüştü. Görüşmede, "
                   "savunma konularında görüş alışverişinde bulunuldu.", "REMOTE_CALL", "occurred"),
            ("tr", "Savunma Bakanı Ahmet Demir, bugün Ankara'da Letonya Savunma Bakanı Juris Ozols ile bir araya "
                   "gelecek. Görüşmede, askeri eğitimin ele alınması bekleniyor.", "HIGH_LEVEL_MEETING", "planned"),
            ("en", "The Peruvian Army and the Chilean Army have conducted a joint exercise that ended on Saturday (May 11). "
                   "The exercise, named Andes, started on April 29 and involved 200 soldiers from both sides.",
             "JOINT_EXERCISE", "occurred"),
        ],
    )  # fmt: skip
    def test_is_told_once(self, lang, text, form, status):
        found = read(text, lang=lang)
        assert [(one.type, one.realis) for one in found] == [(form, status)]

    def test_a_caption_without_a_verb_tells_nothing(self):
        assert not read("Peruvian and Chilean soldiers in a joint drill.")


class TestWhereSentencesEnd:
    def test_the_title_that_a_text_repeats_is_a_line_of_its_own(self):
        title = "Army chief leaves for visit to Kenya and Ghana"
        text = f"{title}\nArmy Chief General Anil Mehta met Kenya's army commander in Nairobi on Monday."
        found = [one for one in read(text, "IND", title=title) if one.type == "HIGH_LEVEL_MEETING"]
        assert [{one.country for one in mention.participants} for mention in found] == [{"IND", "KEN"}]

    def test_a_full_stop_counts_where_the_page_lost_the_space(self):
        text = "Estonia's defence minister praised Ghana.The Latvian Defence Minister met his Lithuanian counterpart in Riga."
        assert told(read(text)) == [("HIGH_LEVEL_MEETING", frozenset({"LTU", "LVA"}))]

    def test_an_address_is_no_end(self):
        text = "Xəbər.Org yazır ki, Azərbaycanın müdafiə naziri Gürcüstanın müdafiə naziri ilə görüşüb."
        assert told(read(text, lang="az")) == [("HIGH_LEVEL_MEETING", frozenset({"AZE", "GEO"}))]


class TestWhatAnEndingMakesAGoal:
    def test_owns_no_ministry(self):
        text = (
            "Savunma Bakanı Ahmet Demir, Letonya Savunma Bakanı Juris Ozols ile görüştü. Bakan Demir, resmi davetlisi "
            "olarak Türkiye'ye gelen Ozols'u Milli Savunma Bakanlığı'nda askeri törenle karşıladı."
        )
        forms = {one.type: {party.country for party in one.participants} for one in read(text, lang="tr")}
        assert forms["CEREMONY"] == forms["OFFICIAL_VISIT"] == {"TUR", "LVA"}


class TestWordsOfMinistries:
    """One happening of each kind in words that ministries and agencies use for it."""

    @pytest.mark.parametrize(
        ("text", "form", "countries"),
        [
            ("A wreath was laid by the Serbian defence minister at the Tomb of the Unknown Soldier in Athens.", "CEREMONY", "GRC SRB"),
            ("French Ambassador Marie Petit presented the Legion of Honour to Senegalese General Moussa Fall.", "CEREMONY", "FRA SEN"),
            ("Vietnamese and Lao border guards held a joint patrol on Friday.", "JOINT_EXERCISE", "LAO VNM"),
            ("Troops from India and Uzbekistan are taking part in a ten-day exercise in Fergana.", "JOINT_EXERCISE", "IND UZB"),
            ("Three Chinese warships arrived in Karachi on Saturday.", "PORT_CALL", "CHN PAK"),
            ("USS Halberg arrived in Souda Bay, Greece, for a scheduled stay.", "PORT_CALL", "GRC USA"),
            ("An Iranian flotilla docked in Colombo on Monday.", "PORT_CALL", "IRN LKA"),
            ("About 200 Nepali troops left for South Sudan to serve in the UN mission.", "PEACE_OPS", "NPL UN"),
            ("A Ghanaian battalion has been deployed to Lebanon under UNIFIL.", "PEACE_OPS", "GHA UN"),
            ("British troops have begun training Kenyan soldiers at Nanyuki.", "EDU_TRAINING", "GBR KEN"),
            ("Poland's defence minister and his Swedish counterpart put their signatures to a memorandum.", "INSTRUMENT_SIGNED", "POL SWE"),
            ("Lithuanian Defence Minister Jonas Kaunas hosted his Latvian counterpart Juris Ozols in Vilnius.", "HIGH_LEVEL_MEETING", "LTU LVA"),
            ("Kenya's army chief paid a courtesy call on Ghana's President.", "HIGH_LEVEL_MEETING", "GHA KEN"),
            ("The defence ministers of Egypt and Greece conferred in Cairo.", "HIGH_LEVEL_MEETING", "EGY GRC"),
            ("Kenya's defence chief hosted a delegation from Azerbaijan and held talks with it.", "HIGH_LEVEL_MEETING", "AZE KEN"),
            ("Turkey and Italy will jointly develop an air defence system.", "INDUSTRY_RND", "ITA TUR"),
        ],
    )  # fmt: skip
    def test_are_read(self, text, form, countries):
        assert (form, frozenset(countries.split())) in told(read(text))

    def test_soldiers_who_come_to_an_exercise_pay_no_visit(self):
        text = "A brigade of the Australian Army arrived in India to take part in a joint military exercise with the Indian Army."
        assert told(read(text)) == [("JOINT_EXERCISE", frozenset({"AUS", "IND"}))]

    def test_a_tour_of_duty_is_no_visit(self):
        assert not read("The Rwandan soldiers concluded their tour of duty in South Sudan.")

    def test_letters_before_a_name_are_a_ship_only_among_ships(self):
        assert not read("HMS Analytics of London met the Chilean defence minister.")

    @pytest.mark.parametrize(
        ("text", "form", "country"),
        [
            ("Military attaches from 20 countries visited the Ukrainian army's training centre.", "ATTACHE_ACTIVITY", "UKR"),
            ("Forty officers from friendly countries graduated from Egypt's Command and Staff College.", "EDU_TRAINING", "EGY"),
            ("A total of 27 foreign officers are attending the National Defence Course in Bangladesh.", "EDU_TRAINING", "BGD"),
        ],
    )  # fmt: skip
    def test_guests_that_are_many_need_no_names(self, text, form, country):
        assert told(read(text)) == [(form, frozenset({country}))]

    def test_a_graduate_of_long_ago_is_no_event(self):
        assert not read("General Anil Mehta of India is a graduate of the staff college in Bangladesh.")

    def test_who_blasts_an_exercise_takes_no_part(self):
        text = "North Korea's official newspaper blasted South Korea for conducting a joint military exercise with the United States."
        assert told(read(text)) == [("JOINT_EXERCISE", frozenset({"KOR", "USA"}))]

    def test_what_is_still_to_come_stays_one_visit(self):
        text = (
            "Estonian Defence Minister Mart Tamm will pay an official visit to Finland on 20 May. "
            "It is his first visit to Finland since he took office."
        )
        found = read(text)
        assert [(one.type, one.realis) for one in found] == [("OFFICIAL_VISIT", "planned")]


class TestOtherLanguages:
    @pytest.mark.parametrize(
        ("lang", "text", "form", "countries"),
        [
            ("fr", "L'armée belge a formé des soldats nigériens à Maradi.", "EDU_TRAINING", "BEL NER"),
            ("fr", "Le Mali a rompu ses accords de défense avec la France.", "COOPERATION_REDUCED", "FRA MLI"),
            ("fr", "Lors d'un entretien mardi, les ministres de la Défense tunisien et italien ont évoqué leur coopération.",
             "HIGH_LEVEL_MEETING", "ITA TUN"),
            ("es", "El ministro de Defensa de Chile se reunió en Santiago con su par argentino.", "HIGH_LEVEL_MEETING", "ARG CHL"),
            ("es", "El ministro de Defensa de Chile tiene previsto reunirse el martes con el presidente paraguayo.",
             "HIGH_LEVEL_MEETING", "CHL PRY"),
            ("de", "Die Bundeswehr und die niederländische Armee üben gemeinsam in Norwegen.", "JOINT_EXERCISE", "DEU NLD"),
            ("ru", "Министерства обороны Сербии и Кипра утвердили план двустороннего сотрудничества на 2025 год.",
             "INSTRUMENT_SIGNED", "CYP SRB"),
        ],
    )  # fmt: skip
    def test_are_read(self, lang, text, form, countries):
        assert (form, frozenset(countries.split())) in told(read(text, lang=lang))

    @pytest.mark.parametrize(
        ("lang", "text"),
        [
            ("tr", "Letonya Savunma Bakanı Juris Ozols Ankara'da şeref defterini imzaladı."),
            ("az", "Latviyanın müdafiə naziri Yuris Ozols Bakıda xatirə kitabını imzalayıb."),
        ],
    )
    def test_a_guest_book_is_no_instrument(self, lang, text):
        assert "INSTRUMENT_SIGNED" not in [one.type for one in read(text, lang=lang)]


class TestMoreWords:
    @pytest.mark.parametrize(
        ("text", "form", "countries"),
        [
            ("A Polish verification team inspects a military unit of Italy.", "VERIFICATION", "ITA POL"),
            ("Kazakhstan's military rescuers arrived in Kyrgyzstan to help with the aftermath of floods.", "HADR_DEMINING", "KAZ KGZ"),
            ("South Korea's military transport plane carrying relief supplies left for the Philippines.", "HADR_DEMINING", "KOR PHL"),
            ("Defense ministers of Turkey, Azerbaijan and Moldova gathered in Ankara.", "MULTILATERAL_MEETING", "AZE MDA TUR"),
            ("Britain has appointed a special defence adviser to Ukraine's defence ministry.", "ADVISORY_PLACEMENT", "GBR UKR"),
            ("The new Chinese defence attache presented his credentials to Uganda's chief of defence forces.", "ATTACHE_ACTIVITY", "CHN UGA"),
            ("Azerbaijan is buying 24 JF-17 jets from Pakistan.", "ARMS_TRANSFER", "AZE PAK"),
            ("The flagship of Russia's Pacific Fleet paid an unofficial visit to Brunei.", "OFFICIAL_VISIT", "BRN RUS"),
        ],
    )  # fmt: skip
    def test_are_read(self, text, form, countries):
        assert (form, frozenset(countries.split())) in told(read(text))

    def test_who_refuses_to_exercise_does_not(self):
        text = "Estonia's army refused to take part in exercises with Belarus."
        assert [one.realis for one in read(text) if one.type == "JOINT_EXERCISE"] in ([], ["cancelled"])

    def test_what_a_deal_covers_has_not_happened(self):
        text = (
            "Togo's parliament ratified the defence agreement with Serbia. "
            "The agreement covers the sale of weapons and the training of soldiers."
        )
        assert told(read(text)) == [("INSTRUMENT_STEP", frozenset({"SRB", "TGO"}))]

    def test_a_byline_is_no_sentence(self):
        text = (
            "Wire | Nairobi | Updated: 04-07 14:42 | Created: 04-07 14:32 | Defence\n"
            "Kenya's army chief General Otieno Were met Ghana's army chief in Accra."
        )
        assert told(read(text)) == [("HIGH_LEVEL_MEETING", frozenset({"GHA", "KEN"}))]

    def test_who_leads_a_military_delegation_is_of_its_country(self):
        text = "A Chinese military delegation led by deputy chief of the general staff Ma Lin arrived in the United States."
        visit = only(read(text, "DEU"), "OFFICIAL_VISIT")
        assert parties(visit) == {"CHN", "USA"}

    @pytest.mark.parametrize(
        ("lang", "text"),
        [
            ("en", "Six Georgian officers are taking a course at the Military Academy in Baku until May 24."),
            ("az", "Gürcüstan Müdafiə Nazirliyinin altı zabiti Bakıda Hərbi Akademiyada ingilis dili kursuna başlayıb.\n\n"
                   "Kurs mayın 24-dək davam edəcək və ikitərəfli əməkdaşlıq planına əsasən keçirilir."),
        ],
    )  # fmt: skip
    def test_the_day_until_which_it_is_under_way_is_its_end(self, lang, text):
        course = only(read(text, "AZE", lang=lang), "EDU_TRAINING")
        assert course.realis == "ongoing"
        assert (course.date_start, course.date_end) == (DAY, date(2024, 5, 24))

    def test_the_present_tense_with_a_weekday_is_a_plan(self):
        text = "Polish Defence Minister Marek Nowak travels to Lithuania on Friday for an official visit."
        visit = only(read(text), "OFFICIAL_VISIT")
        assert (visit.realis, visit.date_start) == ("planned", date(2024, 5, 17))

    def test_an_office_call_is_no_telephone_call(self):
        text = "General Lars Holm of Denmark had an office call with Latvian Defence Minister Ilze Kalna."
        assert told(read(text)) == [("HIGH_LEVEL_MEETING", frozenset({"DNK", "LVA"}))]
