import pytest
from django.utils.translation import gettext_lazy

from cobatch.kernel import refusals
from cobatch.kernel.refusals import ActError, BadPayload, NotYours, Refusal, Refused, SignatureNeeded, Stale

EXPECTED = {
    "NotYours": (404, "not_found"),
    "Refused": (409, "refused"),
    "Stale": (412, "stale"),
    "SignatureNeeded": (403, "signature_needed"),
    "BadPayload": (422, "bad_payload"),
    "PreconditionMissing": (428, "precondition_missing"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_has_its_status_its_code_and_says_its_docstring(name: str) -> None:
    error = getattr(refusals, name)()
    assert isinstance(error, ActError)
    assert (error.status, error.code) == EXPECTED[name]
    assert str(error) == type(error).__doc__ == error.reasons[0].text
    assert error.reasons[0].code == error.code


def test_a_refusal_is_known_by_its_first_reason_and_says_all() -> None:
    error = Refused(
        [Refusal("locked", gettext_lazy("It is locked.")), Refusal("late", "It is late.", "/due")]
    )
    assert error.code == "locked"
    assert str(error) == "It is locked. It is late."
    assert error.reasons[1].field == "/due"


def test_one_reason_need_not_be_listed() -> None:
    assert (
        BadPayload(Refusal("missing", "Missing", "/lines/3/quantity")).reasons[0].field == "/lines/3/quantity"
    )


def test_stale_says_what_changed_and_a_signature_what_to_sign() -> None:
    assert Stale([{"code": "orders.confirm"}]).changed == [{"code": "orders.confirm"}]
    assert SignatureNeeded({"hash": "ab"}).challenge == {"hash": "ab"}
    assert SignatureNeeded(None, [Refusal("wrong_password", "No.")]).reasons[0].code == "wrong_password"
    assert NotYours().status == 404
