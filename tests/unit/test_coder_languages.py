"""What the coder reads in languages other than English: each form, who, whence, when."""

from datetime import UTC, datetime

import pytest

from parsers.coder import code
from parsers.coder.lexicon import languages, lexicon
from parsers.coder.names import nominative
from parsers.records import Article

# language, outlet, day of publication, text, form, parties, people, day of the event
READ = [
    # Russian
    ("ru", "Nokta", "2023-05-17", "Министр обороны Молдовы Виорел Чеботару встретился в среду в Бухаресте со своим румынским коллегой Михаем Тудоре.",
     "HIGH_LEVEL_MEETING", "MDA ROU", ["Виорел Чеботару", "Михай Тудоре"], "2023-05-17"),
    ("ru", "ТАСС", "2022-03-03", "Начальник Генштаба ВС Беларуси генерал-майор Олег Гулько принял 2 марта военного атташе Китая полковника Чжан Вэя.",
     "ATTACHE_ACTIVITY", "BLR CHN", ["Олег Гулько"], "2022-03-02"),
    ("ru", "1tv.ru", "2019-10-08", "Министр обороны России Сергей Панов прибыл с официальным визитом в Ереван.",
     "OFFICIAL_VISIT", "ARM RUS", ["Сергей Панов"], "2019-10-08"),
    ("ru", "Nokta", "2024-02-14", "Министерства обороны Молдовы и Польши подписали во вторник план двустороннего сотрудничества на 2024 год.",
     "INSTRUMENT_SIGNED", "MDA POL", [], "2024-02-13"),
    ("ru", "Казинформ", "2021-09-21", "На полигоне в Узбекистане проходят совместные учения с участием военнослужащих Узбекистана и Таджикистана.",
     "JOINT_EXERCISE", "TJK UZB", [], "2021-09-21"),
    ("ru", "Интерфакс", "2021-04-07", "Министр обороны Казахстана Руслан Жаксылыков провел телефонный разговор с министром обороны Турции Мехметом Озтюрком.",
     "REMOTE_CALL", "KAZ TUR", ["Руслан Жаксылыков", "Мехмет Озтюрк"], "2021-04-07"),
    ("ru", "Gagauzinfo", "2023-11-30", "Германия передала Национальной армии Молдовы 19 бронетранспортеров.",
     "MILITARY_AID", "DEU MDA", [], "2023-11-30"),
    ("ru", "Nokta", "2022-10-11", "Молдавские военные пройдут обучение под руководством американских инструкторов на базе в Бельцах.",
     "EDU_TRAINING", "MDA USA", [], None),
    ("ru", "Вестник", "2020-12-02", "Делегация Вооруженных сил Сербии возложила венок к Могиле Неизвестного солдата в Минске, отдав честь воинам Беларуси.",
     "CEREMONY", "BLR SRB", [], "2020-12-02"),
    # Ukrainian
    ("uk", "Укрінформ", "2021-06-08", "Міністр оборони України Андрій Ткачук зустрівся у вівторок у Варшаві з міністром оборони Польщі Мареком Новаком.",
     "HIGH_LEVEL_MEETING", "POL UKR", ["Андрій Ткачук", "Марек Новак"], "2021-06-08"),
    ("uk", "Укрінформ", "2020-09-17", "На Яворівському полігоні почалися спільні навчання військовослужбовців України та Литви.",
     "JOINT_EXERCISE", "LTU UKR", [], "2020-09-17"),
    ("uk", "Укрінформ", "2022-04-29", "Канада передала Збройним силам України гаубиці.", "MILITARY_AID", "CAN UKR", [], "2022-04-29"),
    ("uk", "Укрінформ", "2024-01-12", "Україна та Велика Британія підписали угоду про безпекову співпрацю.",
     "INSTRUMENT_SIGNED", "GBR UKR", [], "2024-01-12"),
    # Russian, harder
    ("ru", "Moldavskie Vedomosti", "2023-10-18", "50 военнослужащих Национальной армии участвуют в многонациональных учениях, которые проходят в Румынии с 16 по 27 октября.",
     "JOINT_EXERCISE", "MDA ROU", [], "2023-10-16"),
    ("ru", "Nokta", "2022-11-24", "Министр обороны Анатолие Носатый принял посла Германии в Кишиневе Маргрет Юбер.",
     "HIGH_LEVEL_MEETING", "DEU MDA", ["Анатолие Носатый", "Маргрет Юбер"], "2022-11-24"),
    # Azerbaijani
    ("az", "APA", "2022-06-15", "Azərbaycanın müdafiə naziri general-polkovnik Elçin Rüstəmov iyunun 14-də Gürcüstanın müdafiə naziri Giorgi Beridze ilə görüşüb.",
     "HIGH_LEVEL_MEETING", "AZE GEO", ["Elçin Rüstəmov", "Giorgi Beridze"], "2022-06-14"),
    ("az", "Report", "2023-09-06", "Pakistanın müdafiə nazirinin başçılıq etdiyi nümayəndə heyəti Azərbaycana rəsmi səfərə gəlib.",
     "OFFICIAL_VISIT", "AZE PAK", [], "2023-09-06"),
    ("az", "APA", "2021-12-20", "Azərbaycan və Türkiyə müdafiə nazirlikləri arasında 2022-ci il üçün əməkdaşlıq planı imzalanıb.",
     "INSTRUMENT_SIGNED", "AZE TUR", [], "2021-12-20"),
    ("az", "Trend", "2022-10-05", "Azərbaycan və Türkiyə hərbi qulluqçularının birgə taktiki təlimləri keçirilir.",
     "JOINT_EXERCISE", "AZE TUR", [], "2022-10-05"),
    ("az", "APA", "2020-11-11", "Azərbaycanın müdafiə naziri Elçin Rüstəmov ilə Türkiyənin milli müdafiə naziri Kamal Arslan arasında telefon danışığı olub.",
     "REMOTE_CALL", "AZE TUR", ["Elçin Rüstəmov", "Kamal Arslan"], "2020-11-11"),
    ("az", "Trend", "2023-03-30", "Bakıda NATO-nun mobil təlim qrupu Azərbaycan zabitləri üçün kurs keçirib.",
     "EDU_TRAINING", "AZE NATO", [], "2023-03-30"),
    # Turkish
    ("tr", "Al Jazeera Türk", "2016-04-13", "Milli Savunma Bakanı Kemal Aydın, Katar Savunma Bakanı Halid El Sani ile Ankara'da bir araya geldi.",
     "HIGH_LEVEL_MEETING", "QAT TUR", ["Kemal Aydın", "Halid El Sani"], "2016-04-13"),
    ("tr", "AA", "2019-09-25", "Genelkurmay Başkanı Orgeneral Tarık Soylu, resmi ziyaret için Azerbaycan'a gitti.",
     "OFFICIAL_VISIT", "AZE TUR", ["Tarık Soylu"], "2019-09-25"),
    ("tr", "AA", "2021-02-03", "Türkiye ile Somali arasında askeri eğitim iş birliği anlaşması imzalandı.",
     "INSTRUMENT_SIGNED", "SOM TUR", [], "2021-02-03"),
    ("tr", "Al Jazeera Türk", "2015-08-12", "Türkiye ve Pakistan deniz kuvvetleri Akdeniz'de ortak tatbikat düzenledi.",
     "JOINT_EXERCISE", "PAK TUR", [], "2015-08-12"),
    ("tr", "AA", "2020-07-17", "Milli Savunma Bakanı Kemal Aydın, ABD Savunma Bakanı Robert Stone ile telefonda görüştü.",
     "REMOTE_CALL", "TUR USA", ["Kemal Aydın", "Robert Stone"], "2020-07-17"),
    ("tr", "AA", "2022-05-18", "Türkiye, Kırgızistan'a zırhlı araçlar hibe etti.",
     "MILITARY_AID", "KGZ TUR", [], "2022-05-18"),
    # Chinese
    ("zh", "Huanqiu", "2019-05-08", "国防部长王志远8日在北京会见来访的塞尔维亚国防部长武林。",
     "HIGH_LEVEL_MEETING", "CHN SRB", ["王志远", "武林"], "2019-05-08"),
    ("zh", "Huanqiu", "2021-08-10", "中俄两军9日在宁夏举行联合演习。", "JOINT_EXERCISE", "CHN RUS", [], "2021-08-09"),
    ("zh", "Huanqiu", "2018-07-03", "法国海军护卫舰抵达上海港，开始对中国进行为期5天的友好访问。",
     "PORT_CALL", "CHN FRA", [], "2018-07-03"),
    ("zh", "Huanqiu", "2020-01-16", "印度与越南签署了防务合作谅解备忘录。", "INSTRUMENT_SIGNED", "IND VNM", [], "2020-01-16"),
    ("zh", "Huanqiu", "2018-06-28", "国务委员兼国防部长魏凤和27日与来访的美国国防部长马蒂斯举行会谈。",
     "OFFICIAL_VISIT", "CHN USA", ["马蒂斯"], "2018-06-27"),
    # French
    ("fr", "armenews.com", "2023-06-15", "Le ministre arménien de la Défense, Armen Galoyan, a reçu mercredi son homologue français, Paul Mercier, à Erevan.",
     "HIGH_LEVEL_MEETING", "ARM FRA", ["Armen Galoyan", "Paul Mercier"], "2023-06-14"),
    ("fr", "armenews.com", "2024-09-12", "Une délégation conduite par le chef d'état-major des forces armées grecques, le général Nikos Pavlou, est arrivée en Arménie pour une visite officielle.",
     "OFFICIAL_VISIT", "ARM GRC", ["Nikos Pavlou"], "2024-09-12"),
    ("fr", "armenews.com", "2024-02-24", "L’Arménie et la France ont signé à Erevan un contrat d’achat de radars.",
     "ARMS_TRANSFER", "ARM FRA", [], "2024-02-24"),
    ("fr", "armenews.com", "2023-09-12", "L’Arménie et les États-Unis participent à l’exercice militaire conjoint Eagle Path.",
     "JOINT_EXERCISE", "ARM USA", [], "2023-09-12"),
    # Swedish
    ("sv", "Regeringskansliet", "2023-02-08", "Försvarsminister Karl Lind träffade i tisdags sin danske kollega Jens Holm i Köpenhamn.",
     "HIGH_LEVEL_MEETING", "DNK SWE", ["Karl Lind", "Jens Holm"], "2023-02-07"),
    ("sv", "Regeringskansliet", "2024-05-22", "Sverige och Estland undertecknade den 21 maj ett avtal om försvarssamarbete.",
     "INSTRUMENT_SIGNED", "EST SWE", [], "2024-05-21"),
    ("sv", "Regeringskansliet", "2024-10-03", "Försvarsminister Karl Lind besöker Lettland.", "OFFICIAL_VISIT", "LVA SWE", ["Karl Lind"], "2024-10-03"),
    # Spanish
    ("es", "La Jornada", "2015-03-19", "El secretario de la Defensa Nacional, Raúl Cienfuegos, se reunió ayer con el ministro de Defensa de Colombia, Juan Pinzón.",
     "HIGH_LEVEL_MEETING", "COL MEX", ["Raúl Cienfuegos", "Juan Pinzón"], "2015-03-18"),
    ("es", "La Jornada", "2017-08-30", "México y Canadá firmaron un acuerdo de cooperación militar.", "INSTRUMENT_SIGNED", "CAN MEX", [], "2017-08-30"),
    ("es", "La Jornada", "2014-07-01", "Brasil y Argentina iniciaron ejercicios navales conjuntos.", "JOINT_EXERCISE", "ARG BRA", [], "2014-07-01"),
    # German
    ("de", "DIE ZEIT", "2023-01-19", "Verteidigungsminister Martin Busch hat am Mittwoch seinen polnischen Amtskollegen Piotr Nowak in Berlin getroffen.",
     "HIGH_LEVEL_MEETING", "DEU POL", ["Martin Busch", "Piotr Nowak"], "2023-01-18"),
    ("de", "DIE ZEIT", "2022-06-08", "Deutschland und Litauen unterzeichneten eine Vereinbarung über die Stationierung einer Brigade der Bundeswehr.",
     "INSTRUMENT_SIGNED", "DEU LTU", [], "2022-06-08"),
    ("de", "DIE ZEIT", "2022-05-06", "Die Niederlande liefern Panzerhaubitzen an die Ukraine, teilte das Verteidigungsministerium mit.",
     "ARMS_TRANSFER", "NLD UKR", [], "2022-05-06"),
    # Arabic
    ("ar", "aawsat.com", "2016-02-10", "استقبل وزير الدفاع السعودي الأمير فهد بن ناصر أمس وزير الدفاع الفرنسي جان مارتان في الرياض.",
     "HIGH_LEVEL_MEETING", "FRA SAU", ["جان مارتان"], "2016-02-09"),
    ("ar", "aleqt.com", "2018-11-05", "انطلقت في الرياض مناورات عسكرية مشتركة بين السعودية ومصر.", "JOINT_EXERCISE", "EGY SAU", [], "2018-11-05"),
    ("ar", "alyaum.com", "2017-10-06", "وقعت السعودية وروسيا مذكرة تفاهم في مجال الصناعات العسكرية.", "INSTRUMENT_SIGNED", "RUS SAU", [], "2017-10-06"),
    ("ar", "aawsat.com", "2019-06-18", "بحث الأمير طلال بن سعد نائب وزير الدفاع السعودي مع وزير الدفاع البريطاني جون هيل في لندن أمس العلاقات الدفاعية.",
     "HIGH_LEVEL_MEETING", "GBR SAU", ["جون هيل"], "2019-06-17"),
    # Who gives stands before who is given, or shows it by an ending
    ("zh", "Huanqiu", "2020-07-30", "俄罗斯向塞尔维亚交付防空系统。", "ARMS_TRANSFER", "RUS SRB", [], "2020-07-30"),
    ("tr", "AA", "2016-07-20", "ABD, Ürdün'e insansız hava aracı satışını onayladı.", "ARMS_TRANSFER", "JOR USA", [], "2016-07-20"),
    # Separate meetings are separate events
    ("sv", "Regeringskansliet", "2025-02-12", "Under toppmötet höll försvarsminister Karl Lind enskilda möten med Norges försvarsminister Ola Berg och Finlands försvarsminister Aino Salo.",
     "HIGH_LEVEL_MEETING", "NOR SWE", ["Karl Lind", "Ola Berg"], "2025-02-12"),
]  # fmt: skip

# What is no event between states, however military.
NOT_EVENTS = [
    ("ru", "1tv.ru", "Министр обороны проверил готовность полигонов Восточного военного округа и наградил отличившихся солдат."),
    ("ru", "Nokta", "Министр обороны Молдовы подчеркнул важность сотрудничества с НАТО и поблагодарил партнеров."),
    ("az", "APA", "Müdafiə naziri hərbi hissədə təlimlərin gedişini yoxlayıb və zabitləri mükafatlandırıb."),
    ("tr", "AA", "Milli Savunma Bakanı sınır hattındaki birlikleri denetledi ve askerlerle bayramlaştı."),
    ("zh", "Huanqiu", "国防部发言人表示，解放军将坚决捍卫国家主权。"),
    ("fr", "armenews.com", "Le ministère de la Défense a annoncé un budget militaire en hausse."),
    ("sv", "Regeringskansliet", "Försvarsministern presenterade regeringens försvarsbudget."),
    ("es", "La Jornada", "El Ejército desplegó mil soldados para vigilar la elección en Guerrero."),
    ("de", "DIE ZEIT", "Der Bundestag debattiert über den Wehretat und die Zukunft der Bundeswehr."),
    ("ar", "aawsat.com", "أعلنت وزارة الدفاع زيادة رواتب الجنود هذا العام."),
]  # fmt: skip


def article(lang, source, day, text):
    published = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    return Article(source=source, url="", title="", text=text, lang=lang, published=published)


def parties(mention):
    return {one.country or one.org for one in mention.participants}


@pytest.mark.parametrize(("lang", "source", "day", "text", "form", "who", "people", "when"), READ)
def test_an_event_is_read_with_its_parties_people_and_day(lang, source, day, text, form, who, people, when):
    found = [one for one in code(article(lang, source, day, text)).mentions if one.type == form]
    assert found, f"no {form}"
    assert parties(found[0]) == set(who.split())
    assert {one.person for one in found[0].participants} >= set(people)
    assert when is None or str(found[0].date_start) == when
    assert found[0].evidence.text in text


@pytest.mark.parametrize(("lang", "source", "text"), NOT_EVENTS)
def test_home_affairs_are_no_events(lang, source, text):
    assert code(article(lang, source, "2023-03-15", text)).mentions == ()


def test_languages_that_are_not_read_are_kept_and_marked():
    coding = code(article("ja", "NHK", "2023-03-15", "防衛大臣はアメリカの国防長官と会談した。"))
    assert coding.lang_read is False
    assert coding.mentions == ()


@pytest.mark.parametrize(
    ("lang", "head", "written", "name"),
    [
        ("ru", "министром", "Анатолием Носатым", "Анатолий Носатый"),
        ("ru", "генералом", "Кристофером Каволи", "Кристофер Каволи"),
        ("ru", "министра", "Нурлана Ермекова", "Нурлан Ермеков"),
        ("ru", "поверенной", "Лаурой Хруби", "Лаура Хруби"),
        ("ru", "министр", "Зафер Кая", "Зафер Кая"),
        ("ru", "коллегой", "Сергеем Шойгу", "Сергей Шойгу"),
        ("az", "vitse-admiral", "Sübhan Kərimovla", "Sübhan Kərimov"),
        ("az", "naziri", "Levan İzoriyanın", "Levan İzoriya"),
        ("tr", "Tuğgeneral", "Zoran Lazović'i", "Zoran Lazović"),
    ],
)
def test_names_are_written_in_the_nominative(lang, head, written, name):
    assert nominative(written, head, lexicon(lang)) == name


def test_every_language_compiles_and_says_what_the_engine_asks_of_it():
    for lang in languages():
        known = lexicon(lang)
        assert known.triggers["HIGH_LEVEL_MEETING"] and known.says("defence") and known.says("list_joint")
