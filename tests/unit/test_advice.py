"""The advice holds for every set of answers, and shows its work."""

from dataclasses import replace
from itertools import product

import pytest

from pystack_init.questions.project import BY_ID
from pystack_init.questions.selection import SELECTION, USE_CASES
from pystack_init.questions.stacks import Stack
from pystack_init.recommendation.articles import ALL
from pystack_init.recommendation.requirements import Need
from pystack_init.recommendation.rules import COST, RULES, Rule
from pystack_init.recommendation.scoring import advise, decide, matters, need_of

F, D, H = Stack.FASTAPI, Stack.DJANGO_DRF, Stack.HYBRID
EVERY_NEED = [
    Need(**dict(zip((question.id for question in SELECTION), answers, strict=True)))
    for answers in product(*(question.values for question in SELECTION))
]
# What is further along favours Django more.
TOWARDS_DJANGO = {
    "surface": ("api", "both", "site"),
    "admin": ("no", "later", "yes"),
    "load": ("hot", "ordinary"),
    "team": ("fastapi", "neither", "django"),
    "shape": ("services", "product"),
}


def need(surface: str, admin: str, load: str, shape: str = "product", team: str = "neither") -> Need:
    """Spell a need as the specification does."""
    return Need(surface=surface, admin=admin, load=load, shape=shape, team=team, ops="yes")


@pytest.mark.parametrize(
    ("what", "stack"),
    [
        (need("api", "later", "ordinary"), F),
        (need("api", "no", "ordinary", "services"), F),
        (need("api", "no", "ordinary"), F),
        (need("site", "yes", "ordinary"), D),
        (need("site", "later", "ordinary"), D),
        (need("api", "yes", "hot", "services"), H),
        (need("api", "no", "hot", "services"), F),
        (need("both", "yes", "ordinary"), D),
        (need("both", "yes", "hot"), H),
        (need("api", "yes", "ordinary"), D),
        (need("api", "no", "hot"), F),
    ],
)
def test_the_worked_examples(what: Need, stack: Stack) -> None:
    assert advise(what).stack is stack


def test_the_use_cases_are_the_worked_examples() -> None:
    found = {case.id: advise(need_of(case.answers)).stack.value for case in USE_CASES}
    assert found == {
        "saas": "fastapi",
        "api": "fastapi",
        "mvp": "django_drf",
        "spa-admin": "django_drf",
        "cms": "django_drf",
        "corporate-site": "django_drf",
        "microservice": "fastapi",
        "realtime-api": "fastapi",
        "ml-ai": "fastapi",
        "telegram-bot": "hybrid",
        "django-fast": "hybrid",
    }


def test_the_first_use_case_is_what_the_defaults_say() -> None:
    assert USE_CASES[0].answers == {question.id: question.default for question in SELECTION}


def test_every_set_of_answers_decides_and_has_another_stack_second() -> None:
    assert len(EVERY_NEED) == 216
    for one in EVERY_NEED:
        advice = advise(one)
        assert advice.runner_up is not advice.stack, one


def test_pages_of_the_server_are_never_left_to_fastapi() -> None:
    assert [one for one in EVERY_NEED if one.has_pages and decide(one).stack is F] == []


def test_pages_of_the_server_are_advised_to_all_who_are_kept_from_fastapi_for_them() -> None:
    advised = BY_ID["pages"].advised
    assert advised is not None
    assert [one for one in EVERY_NEED if one.has_pages != (one.surface in advised.answers)] == []


def test_two_processes_are_advised_exactly_where_both_sides_have_a_reason() -> None:
    for one in EVERY_NEED:
        assert (decide(one).stack is H) == (one.pulls_both_ways and one.ops == "yes"), one


def test_a_step_towards_django_never_turns_django_into_fastapi() -> None:
    for one in EVERY_NEED:
        if decide(one).stack is not D:
            continue
        for question, answers in TOWARDS_DJANGO.items():
            for further in answers[answers.index(getattr(one, question)) + 1 :]:
                assert decide(replace(one, **{question: further})).stack is not F, (one, question, further)


def test_running_two_processes_is_asked_only_where_it_matters() -> None:
    for one in EVERY_NEED:
        other = replace(one, ops="no" if one.ops == "yes" else "yes")
        answers = {question.id: getattr(one, question.id) for question in SELECTION}
        assert matters("ops", answers) == (decide(one).stack is not decide(other).stack), one


def test_what_would_change_the_answer_does_and_nothing_else() -> None:
    for one in EVERY_NEED:
        advice = advise(one)
        told = {(flip.question, flip.answer): flip.stack for flip in advice.flips_if}
        for question in SELECTION:
            for answer in question.values:
                stack = decide(replace(one, **{question.id: answer})).stack
                expected = None if stack is advice.stack else stack
                assert told.get((question.id, answer)) is expected, (one, question.id, answer)


def test_each_answer_weighs_as_many_articles_as_name_it() -> None:
    base = need("api", "no", "ordinary")
    points = {
        (question, answer): _points(replace(base, **{question: answer}), question)
        for question, answer in [
            ("surface", "api"),
            ("surface", "both"),
            ("surface", "site"),
            ("admin", "yes"),
            ("load", "hot"),
            ("shape", "services"),
            ("shape", "product"),
            ("team", "fastapi"),
            ("team", "django"),
        ]
    }
    assert points == {
        ("surface", "api"): (5, 0),
        ("surface", "both"): (0, 3),
        ("surface", "site"): (0, 5),
        ("admin", "yes"): (0, 5),
        ("load", "hot"): (5, 0),
        ("shape", "services"): (5, 0),
        ("shape", "product"): (0, 4),
        ("team", "fastapi"): (3, 0),
        ("team", "django"): (0, 3),
    }


def test_the_sums_are_the_reasons() -> None:
    for one in EVERY_NEED:
        verdict = decide(one)
        for stack, score in verdict.scores.items():
            assert score == sum(rule.weight for rule in verdict.reasons if rule.favours is stack)


def test_a_tie_goes_to_the_shape_of_the_product() -> None:
    even = tuple(Rule(one, one, "One claim each", ("000",), lambda _: True) for one in (F, D))
    verdict = decide(need("api", "no", "ordinary"), even)
    assert (verdict.stack, [one for one, _ in verdict.applied]) == (F, ["R4"])


def test_a_new_rule_changes_the_sums_without_a_change_of_the_scorer() -> None:
    slow = Rule("lunar", D, "It runs on the moon", ("000", "001"), lambda one: one.load == "ordinary")
    before, after = (
        decide(need("api", "no", "ordinary")),
        decide(need("api", "no", "ordinary"), (*RULES, slow)),
    )
    assert (before.stack, after.stack) == (F, D)


def test_every_claim_names_its_articles_and_is_asked_about_or_settled() -> None:
    for rule in (*RULES, COST):
        assert rule.articles, rule.id
        assert set(rule.articles) <= set(ALL), rule.id
        assert list(rule.articles) == sorted(set(rule.articles)), rule.id
    assert [rule.id for rule in RULES if bool(rule.when) == bool(rule.settled)] == []
    assert len({rule.id for rule in RULES}) == len(RULES)


def _points(one: Need, question: str) -> tuple[int, int]:
    """Count what the answer to one question adds, by taking its rules alone."""
    own = tuple(rule for rule in decide(one).reasons if _asks_about(rule, one, question))
    scores = decide(one, own).scores
    return scores[F], scores[D]


def _asks_about(rule: Rule, one: Need, question: str) -> bool:
    return rule.when is not None and not rule.when(replace(one, **{question: "another"}))
