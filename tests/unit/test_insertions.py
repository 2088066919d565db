"""Lines that both sides add at one place are both kept; any other conflict is left."""

from pystack_init.lifecycle.insertions import both_insertions

ADDED = """\
APPS = [
    "accounts",
<<<<<<< yours
    "orders",
||||||| 1234567
=======
    "catalog",
>>>>>>> v0.2.0
]
"""


def test_lines_of_features_come_before_those_of_the_user() -> None:
    assert both_insertions(ADDED) == 'APPS = [\n    "accounts",\n    "catalog",\n    "orders",\n]\n'


def test_a_line_of_the_user_stays_beside_one_that_the_template_deletes() -> None:
    text = ADDED.replace("<<<<<<< yours\n", '<<<<<<< yours\n    "catalog",\n')
    text = text.replace('=======\n    "catalog",\n', '    "catalog",\n=======\n')
    assert both_insertions(text) == 'APPS = [\n    "accounts",\n    "orders",\n]\n'


def test_a_change_of_the_same_line_is_left() -> None:
    assert both_insertions(ADDED.replace("||||||| 1234567\n", '||||||| 1234567\n    "old",\n')) is None
    assert both_insertions("no conflict\n") is None
