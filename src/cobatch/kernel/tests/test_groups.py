from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from cobatch.kernel.canonical import plain
from cobatch.kernel.groups import check_groups, group, group_of, project, split
from cobatch.kernel.money import Money


class Contact(BaseModel):
    name: str
    phone: str | None = None


class Line(BaseModel):
    number: Annotated[int, group.logistics]
    price: Annotated[Money, group.commercial] | None = None
    lots: Annotated[list[str], Field(max_length=9), group.quality] = []


class Order(BaseModel):
    note: Annotated[str | None, group.person] = None
    lines: list[Line]
    first: Line | None = None
    contact: Annotated[Contact | None, group.person] = None


ORDER = Order(
    lines=[Line(number=1, price=Money(Decimal("2.5"), "USD")), Line(number=2, lots=["A1"])],
    first=Line(number=3),
    contact=Contact(name="Grace"),
)


def test_a_field_knows_its_group_wherever_the_marker_stands() -> None:
    assert group_of(Line.model_fields["number"]) == "logistics"
    assert group_of(Line.model_fields["price"]) == "commercial"
    assert group_of(Line.model_fields["lots"]) == "quality"
    assert group_of(Order.model_fields["lines"]) is None


def test_a_payload_whose_values_all_have_a_group_passes() -> None:
    check_groups(Order)


def test_each_group_gets_its_own_part_in_its_own_place() -> None:
    assert split(ORDER) == {
        "logistics": {"lines": [{"number": 1}, {"number": 2}], "first": {"number": 3}},
        "commercial": {"lines": [{"price": {"amount": "2.50", "currency": "USD"}}, {"price": None}]},
        "quality": {"lines": [{"lots": []}, {"lots": ["A1"]}]},
        "person": {"note": None, "contact": {"name": "Grace", "phone": None}},
    }


def test_parts_are_the_same_from_the_payload_and_from_its_plain_form() -> None:
    for name in ("logistics", "commercial", "quality", "person"):
        assert project(plain(ORDER), Order, name) == project(ORDER, Order, name)


def test_a_group_that_says_nothing_has_no_part() -> None:
    assert project(Order(lines=[Line(number=1)]), Order, "commercial") is None
    assert set(split(Order(lines=[Line(number=1)]))) == {"logistics"}


def test_a_row_without_anything_of_the_group_keeps_its_place() -> None:
    rows = {"lines": [{"number": 1}, {"lots": ["A1"]}]}
    assert project(rows, Order, "quality") == {"lines": [{}, {"lots": ["A1"]}]}


def test_what_the_model_does_not_declare_is_in_no_part() -> None:
    assert project({"lines": [], "secret": "x", "note": "hello"}, Order, "person") == {"note": "hello"}


def test_an_unknown_group_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="finance"):
        project(ORDER, Order, "finance")


def test_values_without_a_group_are_named_with_their_place() -> None:
    class Address(BaseModel):
        city: str

    class Row(BaseModel):
        tags: list[str]
        size: Annotated[int, group.quality]

    class Payload(BaseModel):
        rows: list[Row] | None = None
        address: Address | None
        prices: dict[str, Row]
        kind: Literal["a", "b"]

    with pytest.raises(TypeError) as wrong:
        check_groups(Payload)
    places = "rows.tags", "address.city", "prices", "prices.tags", "kind"
    assert str(wrong.value) == "Payload: " + "; ".join(f"{place} names no group" for place in places)


def test_a_price_inside_what_belongs_to_another_group_is_refused() -> None:
    class Payload(BaseModel):
        lines: Annotated[list[Line], group.commercial]

    with pytest.raises(
        TypeError, match=r"lines\.number belongs to more than one group: commercial, logistics"
    ):
        check_groups(Payload)


class Tree(BaseModel):
    size: Annotated[int, group.quality]
    inner: list["Tree"] = []
    hidden: "Annotated[Tree | None, group.person]" = None


def test_a_payload_may_hold_itself_but_not_under_another_group() -> None:
    with pytest.raises(TypeError, match=r"hidden\.size belongs to more than one group: person, quality"):
        check_groups(Tree)
    tree = Tree(size=1, inner=[Tree(size=2)])
    assert project(tree, Tree, "quality") == {"size": 1, "inner": [{"size": 2}]}


class Accept(BaseModel):
    answer: Annotated[Literal["accept"], group.logistics]


class Offer(BaseModel):
    answer: Annotated[Literal["offer"], group.logistics]
    price: Annotated[Money, group.commercial]


class Silent(BaseModel):
    answer: Annotated[str, group.quality]


def test_of_several_models_at_one_place_each_row_is_divided_by_name() -> None:
    class Answers(BaseModel):
        rows: list[Annotated[Accept | Offer, Field(discriminator="answer")]]

    check_groups(Answers)
    answers = Answers.model_validate(
        {"rows": [{"answer": "accept"}, {"answer": "offer", "price": {"amount": "1", "currency": "USD"}}]}
    )
    assert project(answers, Answers, "commercial") == {
        "rows": [{}, {"price": {"amount": "1.00", "currency": "USD"}}]
    }


def test_models_at_one_place_must_agree_on_the_group_of_a_name() -> None:
    class Answers(BaseModel):
        rows: list[Accept | Silent]

    with pytest.raises(TypeError, match=r"rows\.answer belongs to more than one group"):
        check_groups(Answers)
