import pytest

from cobatch.kernel.roles import ROLES_OF, Role
from cobatch.kernel.sides import Side

BOTH = {Role.QUALITY_ASSURANCE, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.AUDITOR}


def test_each_side_has_the_other() -> None:
    assert (Side.SPONSOR.other, Side.CMO.other) == (Side.CMO, Side.SPONSOR)


@pytest.mark.parametrize("side", [Side.EITHER, Side.AUTO])
def test_what_is_no_side_has_no_other(side: Side) -> None:
    with pytest.raises(ValueError, match="no other side"):
        _ = side.other


def test_every_side_and_role_has_a_label_of_its_own() -> None:
    for members in (Side, Role):
        labels = [str(member.label) for member in members]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_the_sides_share_four_roles_and_no_role_is_homeless() -> None:
    assert ROLES_OF[Side.SPONSOR] & ROLES_OF[Side.CMO] == BOTH
    assert ROLES_OF[Side.SPONSOR] | ROLES_OF[Side.CMO] == ROLES_OF[Side.EITHER] == set(Role)
    assert (len(ROLES_OF[Side.SPONSOR]), len(ROLES_OF[Side.CMO]), len(ROLES_OF[Side.AUTO])) == (14, 15, 0)
