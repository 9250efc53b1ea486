"""The same things told in the words of many outlets: each class of phrasing with sentences of our own."""

import pytest

from tests.unit.test_coder_traps import read, told


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
