"""Explanations in both languages, and weights as people write them."""

import pytest

from niaga.platform.language import Language
from niaga.shipping.model import Parcel, Rate, Reason, Step, StepKind
from niaga.shipping.rules.couriers import JNE_WEIGHT, JTR_WEIGHT
from niaga.shipping.rules.explanation import freight_steps
from niaga.shipping.rules.price import freight
from niaga.shipping.wording import reason_text, step_text, weight_text

RATE = Rate(11_000, 1000, 11_000, 1000, 0, 0, 1, 2)
FACTS = dict.fromkeys(
    ("grams", "step_grams", "each", "minimum", "billed", "weight", "volumetric", "actual", "divisor"), 1_400
)


def told(steps: list[Step], language: Language) -> list[str]:
    return [step_text(step, language) for step in steps]


def test_a_rounded_weight_is_told_in_both_languages() -> None:
    steps = freight_steps(freight(JNE_WEIGHT, RATE, [Parcel(1400, 0)]))
    assert told(steps, Language.ID) == [
        "Berat tagih 2 kg (1,4 kg dibulatkan ke atas)",
        "1 kg pertama Rp11.000",
        "1 kg berikutnya Rp11.000",
    ]
    assert told(steps, Language.EN) == [
        "Billed weight 2 kg (1.4 kg rounded up)",
        "First 1 kg Rp11.000",
        "Next 1 kg Rp11.000",
    ]


def test_size_and_minimum_are_told() -> None:
    steps = freight_steps(freight(JTR_WEIGHT, RATE, [Parcel(900, 20_000_000)]))
    assert told(steps, Language.ID) == [
        "Menurut ukurannya dihitung 4 kg (5000 cm³ = 1 kg), lebih dari 900 g di timbangan",
        "Berat tagih 10 kg (minimum layanan ini; berat paket 4 kg)",
        "1 kg pertama Rp11.000",
        "9 kg berikutnya, Rp11.000 per 1 kg",
    ]


@pytest.mark.parametrize("kind", list(StepKind))
def test_every_step_has_a_sentence_in_each_language(kind: StepKind) -> None:
    indonesian, english = (step_text(Step(kind, 1_000, FACTS), language) for language in (Language.ID, Language.EN))
    assert indonesian
    assert indonesian != english


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_in_each_language(reason: Reason) -> None:
    assert reason_text(reason, Language.ID) != reason_text(reason, Language.EN) != ""


@pytest.mark.parametrize(
    ("grams", "expected"),
    [
        (0, "0 g"),
        (999, "999 g"),
        (1000, "1 kg"),
        (1300, "1,3 kg"),
        (1301, "1,301 kg"),
        (41_709, "41,709 kg"),
        (1050, "1,05 kg"),
    ],
)
def test_weights_as_indonesians_write_them(grams: int, expected: str) -> None:
    assert weight_text(grams, Language.ID) == expected
