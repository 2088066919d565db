"""The words of a resource: read, checked and written again."""

import random

import pytest

from pystack_init.errors import PystackError
from pystack_init.resources.fields import Field
from pystack_init.resources.names import plural_of, with_article
from pystack_init.resources.resource import Resource, in_order, read_resource
from pystack_init.resources.samples import samples_of
from pystack_init.resources.types import TYPES
from pystack_init.resources.words import read_field
from random_fields import random_field

ORDER = (
    "customer:ref:accounts.User:restrict",
    "number:string:20:unique",
    "total:money",
    "status:enum:new,paid,sent:default=new",
    "placed_at:datetime:optional",
    "notes:text:optional",
)


@pytest.mark.parametrize("kind", TYPES)
def test_words_are_read_and_written_again(kind: str) -> None:
    source = random.Random(kind)  # noqa: S311 - reproducible, no secret
    for number in range(200):
        word = random_field(source, f"field_{number}", kind)
        field = Field.read(word)
        assert read_field(str(field.words)) == field.words
        assert str(field.words) == word.removesuffix(":string")


@pytest.mark.parametrize("kind", TYPES)
def test_every_field_has_two_valid_values_and_invalid_ones(kind: str) -> None:
    source = random.Random(kind)  # noqa: S311 - reproducible, no secret
    for number in range(100):
        field = Field.read(random_field(source, f"field_{number}", kind))
        samples = samples_of(field)
        assert kind == "ref" or samples.low != samples.high
        assert all(isinstance(eval(one), object) for one in samples.invalid)  # noqa: S307 - our own text


def test_a_bare_name_is_a_string() -> None:
    assert (read_field("name").type, str(read_field("name:string"))) == ("string", "name")


def test_a_colon_of_an_address_does_not_separate() -> None:
    assert Field.read("site:url:default=https://example.com/a").default == "https://example.com/a"


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("total:mony", "Unknown type `mony` in `total:mony`", "Did you mean `money`?"),
        ("total:money:uniqe", "Unknown modifier `uniqe` in `total:money:uniqe`", "Did you mean `unique`?"),
        (
            "total:money:search",
            "`search` does not fit the type `money` in `total:money:search`",
            "Choose `optional`",
        ),
        ("total:money:min", "`min` in `total:money:min` is not a modifier", "Write `min=VALUE`"),
        ("total:money:optional=1", "`optional=1` in", "Write `optional`"),
        ("total:money:sort:sort", "`sort` is given twice", "Write it once"),
        ("total:decimal", "`total:decimal` needs its digits", "Write for example `total:decimal:12.2`"),
        ("total:decimal:40.2", "`40.2` is not DIGITS.PLACES", "Write `total:decimal:12.2`"),
        ("total:decimal:2.2", "`2.2` is not DIGITS.PLACES", "Write `total:decimal:12.2`"),
        ("total:money:min=9:max=3", "`max` must be greater than `min`", "Change one of them"),
        ("total:money:min=-1", "`-1` is outside of 0 to 99999999.99", "Choose a number in this range"),
        ("total:money:default=1.999", "`default=1.999` is not a number with 2 decimals", "Write for example"),
        ("total:int:default=x", "`default=x` is not a number with 0 decimals", "Write for example"),
        ("total:int:max=5:default=9", "the default is outside of -2147483648 to 5", "Write for example"),
        ("kind:enum", "`kind:enum` needs its values", "Write for example `kind:enum:new,paid`"),
        ("kind:enum:a", "it needs two values or more", "Write for example `enum:new,paid`"),
        ("kind:enum:a,a", "it needs two values or more", "Write for example `enum:new,paid`"),
        ("kind:enum:a-b,a_b", "two values differ only by `-` and `_`", "Drop one of them"),
        ("kind:enum:A,b", "`A` is not a value", "Write lower-case words"),
        ("kind:enum:a,b:default=c", "the default `c` is not one of its values", "Write `default=a`"),
        ("text:enum:a,b", "the class `Text` clashes", "Write `text_kind`"),
        ("user:ref:accounts", "The field name `user` is a word of SQL", "Write for example `user_value`"),
        ("buyer:ref:accounts", "a ref names DOMAIN.Model", "Write for example `buyer:ref:accounts.User`"),
        (
            "buyer:ref:accounts.User:null",
            "`null` needs an optional field",
            "Write `buyer:ref:accounts.User:null:optional`",
        ),
        ("buyer:ref:accounts.User:cascade:restrict", "only one of", "Drop the others"),
        ("pin:string:secret:search", "`search` would tell what `secret` hides", "Drop `search`"),
        ("name:string:optional:default=x", "a field with a default is optional already", "Drop `optional`"),
        ("name:string:unique:index", "a unique column has an index already", "Drop `index`"),
        ("name:string:unique:default=x", "two rows cannot have the same unique default", "Drop `default`"),
        ("name:string:x", "`x` is not a length", "Write a number, such as `80`"),
        ("name:string:0", "`0` is not a length", "Write a number, such as `80`"),
        ("name:string:9999", "a string has at most 2000 characters", "Write at most `2000`"),
        ("name:string:5:min=9", "`min` is greater than the length", "Write at most `min=5`"),
        ("name:string:1:unique", "a unique text needs a length of 2 or more", "Write `name:string:2:unique`"),
        ("name:string:2:default=abc", "the default is too short, too long or not trimmed", "Change it"),
        ("site:url:default=ftp://a", "the default `ftp://a` is not a valid url", "Change it"),
        ("class", "`class` is a word of Python", "Write for example `class_name`"),
        ("metadata", "The field name `metadata` is used by", "Write for example `metadata_value`"),
        ("registry:int", "The field name `registry` is used by", "Write for example `registry_value`"),
        ("select:int", "The field name `select` is a word of SQL", "Write for example `select_value`"),
        ("owner_id:int", "The field name `owner_id` is used by", "Write for example `owner_id_value`"),
        ("date:date", "The field name `date` is used by", "Write for example `date_value`"),
        ("min_price:int", "The field name `min_price` is used by", "Write for example `min_price_value`"),
        ("unitPrice:int", "`unitPrice` is not a valid field name", "Write for example `unit_price`"),
        ("a__b", "`a__b` is not a valid field name", "Write for example `a_b`"),
        ("1st", "`1st` is not a valid field name", "Write for example `st`"),
        ("größe:int", "`größe` is not a valid field name", "Write for example `gr_e`"),
        ("", "`` is not a valid field name", "Write for example `order`"),
        ("{{ 7*7 }}", "`{{ 7*7 }}` is not a valid field name", "Write for example `order`"),
    ],
)
def test_words_that_describe_no_field_are_refused_with_a_hint(word: str, message: str, hint: str) -> None:
    with pytest.raises(PystackError) as refused:
        Field.read(word)
    assert message in refused.value.message
    assert refused.value.hint is not None
    assert refused.value.hint.startswith(hint)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "record", "message"),
    [
        ("sheep", {"plural": "sheep"}, "The plural of `sheep` must differ from it"),
        ("session", {}, "`sessions` is a folder, a path or an app"),
        ("product", {}, "`products` is a folder, a path or an app"),
        ("user", {}, "`users` is a folder, a path or an app"),
        ("query", {}, "The class `Query` would clash"),
        ("import", {}, "`import` is a word of Python"),
        ("order", {"fields": []}, "`order` needs a field"),
        ("order", {"fields": ["name", "name:int"]}, "Two fields of `order` are called `name`"),
        (
            "order",
            {"fields": ["buyer:ref:a.B", "buyer_id:int"]},
            "Two fields of `order` are called `buyer_id`",
        ),
        ("order", {"fields": ["order:enum:a,b"]}, "The field name `order` is a word of SQL"),
        ("color", {"fields": ["color:enum:a,b"]}, "An enum and the resource are both called `Color`"),
        ("order", {"fields": ["a:ref:x.B", "b:ref:y.B"]}, "Two classes of `order` are called `B`"),
        (
            "order",
            {"fields": ["parent:ref:orders.Order"]},
            "The first row of `order` could not refer to another",
        ),
        ("order", {"fields": ["name"], "public": "all"}, "Unknown access `all`"),
        ("order", {"fields": ["name"], "ownr": True}, "Unknown key `ownr` of the resource `order`"),
        ("order", {"fields": "name"}, "`fields` of `order` is not a list of words"),
        (
            "order",
            {"fields": ["name"], "admin": "no"},
            "`owner`, `admin` and `frozen` of `order` are true or false",
        ),
        ("order", {"fields": [f"f{number}" for number in range(41)]}, "`order` has more than 40 fields"),
    ],
)
def test_resources_that_cannot_be_written_are_refused(
    name: str, record: dict[str, object], message: str
) -> None:
    with pytest.raises(PystackError) as refused:
        read_resource(name, {"fields": ["name"], **record})
    assert message in refused.value.message
    assert refused.value.hint


def test_a_resource_is_recorded_and_read_again() -> None:
    order = read_resource("order", {"fields": list(ORDER), "owner": True, "public": "read"})
    assert read_resource("order", order.record()) == order
    assert (order.class_name, order.plural, order.label) == ("Order", "orders", "orders.Order")
    assert order.refers_to == {"accounts.User"}


def test_more_fields_are_added_once() -> None:
    order = read_resource("order", {"fields": list(ORDER)})
    more = order.with_fields(["total:money", "coupon:string:40:optional"])
    assert [one.name for one in more.fields[6:]] == ["coupon"]
    with pytest.raises(PystackError):
        order.with_fields(["total:int"])


def test_resources_come_after_those_that_they_refer_to() -> None:
    def named(name: str, *refs: str) -> Resource:
        fields = ["name", *(f"r{number}:ref:{ref}:optional" for number, ref in enumerate(refs))]
        return read_resource(name, {"fields": fields})

    line, order, shop = (
        named("entry", "orders.Order"),
        named("order", "shops.Shop", "orders.Order"),
        named("shop"),
    )
    assert in_order([line, order, shop]) == [shop, order, line]
    with pytest.raises(PystackError, match="`order`, `shop` refer to each other"):
        in_order([named("order", "shops.Shop"), named("shop", "orders.Order")])


def test_plurals_and_articles_follow_the_common_rules() -> None:
    words = {"order": "orders", "category": "categories", "box": "boxes", "day": "days", "dish": "dishes"}
    assert {one: plural_of(one) for one in words} == words
    nouns = ("order", "unit", "user", "update", "hour", "house", "item")
    assert [with_article(one) for one in nouns] == [
        *("an order", "a unit", "a user", "an update", "an hour", "a house", "an item")
    ]
