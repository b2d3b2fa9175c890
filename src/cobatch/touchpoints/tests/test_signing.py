"""Signing, whatever is signed: both components at every signature, on the very version, never by a service."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.utils import timezone as system_time

from cobatch.documents.models import Signature
from cobatch.documents.signing import SignatureInput
from cobatch.kernel.refusals import ActError, SignatureNeeded
from cobatch.kernel.roles import Role
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation
from cobatch.steps.agreements.models import QualityAgreement
from cobatch.touchpoints.engine import Request, perform
from tests.setups.agreements import quality_agreement_proposed
from tests.world import PASSWORD

CODE = "agreements.sign_quality_agreement"


@pytest.fixture
def agreement(world):
    return quality_agreement_proposed(world)


@pytest.fixture
def sign(world, agreement):
    """`sign(...)`: the sponsor's quality assurance, with exactly this signature or none."""
    keys = iter(range(1000))

    def act(given=None, version=1, on=None):
        actor = world.sponsor.actor(Role.QUALITY_ASSURANCE)
        return perform(Request(CODE, on or agreement, actor, f"signing-{next(keys):04d}", {}, version, given))

    return act


@pytest.fixture
def asked(sign):
    """The hash that has to be signed."""

    def ask(**values):
        with pytest.raises(SignatureNeeded) as needed:
            sign(**values)
        return needed.value.challenge["hash"]

    return ask


def given(hash_, password=PASSWORD, code="", email="quality_assurance@hr.example"):
    return SignatureInput(hash_, email, password, code)


def signer(world):
    return world.read(Person, world.sponsor.people[Role.QUALITY_ASSURANCE].pk)


def refused_code(sign, signature):
    with pytest.raises(SignatureNeeded) as needed:
        sign(signature)
    return needed.value.reasons[0].code


def test_what_is_signed_is_kept_with_name_title_meaning_hash_and_local_time(world, agreement, sign, asked):
    hash_ = asked()

    sign(given(hash_))

    [row] = world.rows(Signature, root_id=agreement)
    assert (row.name, row.title, row.organisation_name, row.meaning, row.record_hash) == (
        "quality_assurance of Halden Ridge", "quality_assurance", "Halden Ridge", "APPROVED", hash_,
    )  # fmt: skip
    assert (row.zone, row.city) == ("America/New_York", "Boston")


def test_five_wrong_passwords_lock_signing_even_for_the_right_one(world, agreement, sign, asked):
    hash_, before = asked(), world.traces()

    codes = [refused_code(sign, given(hash_, "wrong horse")) for _try in range(5)]

    assert codes == ["wrong_credentials"] * 5
    assert refused_code(sign, given(hash_)) == "signing_locked"
    assert signer(world).signing_locked_until > system_time.now()
    assert world.traces() == before
    assert world.read(QualityAgreement, agreement).version == 1


def test_after_a_quarter_of_an_hour_the_lock_is_open_again(world, sign, asked):
    hash_ = asked()
    for _try in range(5):
        refused_code(sign, given(hash_, "wrong horse"))
    with as_organisation(world.sponsor.organisation.pk):
        past = system_time.now() - timedelta(seconds=1)
        Person.objects.filter(pk=signer(world).pk).update(signing_locked_until=past)

    sign(given(hash_))

    assert signer(world).failed_signatures == 0


def test_a_right_password_forgets_the_wrong_ones(world, sign, asked):
    hash_ = asked()
    for _try in range(4):
        refused_code(sign, given(hash_, "wrong horse"))
    assert signer(world).failed_signatures == 4

    sign(given(hash_))

    assert signer(world).failed_signatures == 0


def test_guesses_side_by_side_are_all_counted(world, agreement, asked):
    """Six requests have read the person before any of them fails: a guesser with many connections."""
    hash_ = asked()
    actors = [world.sponsor.actor(Role.QUALITY_ASSURANCE) for _guess in range(6)]

    for number, actor in enumerate(actors):
        with pytest.raises(SignatureNeeded):
            perform(Request(CODE, agreement, actor, f"guess-{number:04d}", {}, 1, given(hash_, "wrong")))

    assert signer(world).signing_locked_until is not None


def test_the_address_of_a_colleague_with_ones_own_password_does_not_sign(sign, asked):
    assert refused_code(sign, given(asked(), email="buyer@hr.example")) == "wrong_credentials"


def test_a_second_signature_a_second_later_asks_again(world, sign, asked):
    """No session of signing: the first signature lends nothing to the next."""
    sign(given(asked()))
    other = quality_agreement_proposed(world, revision="4")
    before = world.traces()

    with pytest.raises(SignatureNeeded) as needed:
        sign(on=other)

    assert needed.value.challenge["hash"]
    assert world.traces() == before


def test_the_hash_of_another_record_is_refused(world, sign, asked):
    other = quality_agreement_proposed(world, revision="4")
    hash_, before = asked(), world.traces()

    with pytest.raises(SignatureNeeded) as needed:
        sign(given(hash_), on=other)

    assert needed.value.challenge["hash"] != hash_
    assert world.traces() == before


def test_an_older_version_is_refused_before_anything_is_signed(world, agreement, sign, asked):
    hash_ = asked()
    by = world.cmo.actor(Role.QUALITY_ASSURANCE)
    world.act(CODE, agreement, {}, by, version=1)
    before = world.traces()

    with pytest.raises(ActError) as stale:
        sign(given(hash_))

    assert stale.value.code == "stale"
    assert world.traces() == before


@pytest.fixture
def secret(world):
    """The signer has enrolled an authenticator."""
    made = generate_totp_secret()
    with as_organisation(world.sponsor.organisation.pk):
        TOTP.activate(signer(world), made)
    return made


def code_for(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def test_who_has_an_authenticator_signs_with_its_code_too(world, secret, sign, asked):
    hash_ = asked()

    assert refused_code(sign, given(hash_)) == "wrong_credentials"
    assert refused_code(sign, given(hash_, code="000000")) == "wrong_credentials"
    assert signer(world).failed_signatures == 2
    sign(given(hash_, code=code_for(secret)))

    assert signer(world).failed_signatures == 0


def test_a_code_without_the_password_signs_nothing(secret, sign, asked):
    assert refused_code(sign, given(asked(), "", code=code_for(secret))) == "wrong_credentials"


def test_checking_a_password_costs_what_it_must(world):
    """argon2id with 19 MiB and two passes, in the stored hash itself."""
    assert "$argon2id$" in signer(world).password
    assert "m=19456,t=2,p=1" in signer(world).password
    begun = time.perf_counter()
    assert signer(world).check_password(PASSWORD)
    assert time.perf_counter() - begun > 0.004
