"""The recommendation holds for every set of answers, and gives its reasons."""

from dataclasses import replace
from itertools import product

import pytest

from pystack_init.questions.project import BY_ID
from pystack_init.questions.selection import SELECTION, USE_CASES
from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, Stack
from pystack_init.recommendation.articles import ALL
from pystack_init.recommendation.explanation import explain
from pystack_init.recommendation.requirements import Requirements
from pystack_init.recommendation.rules import COST, RULES, Rule
from pystack_init.recommendation.scoring import decide, matters, recommend_stack, requirements_of

F, D, H = FASTAPI, DJANGO_DRF, HYBRID
EVERY_REQUIREMENTS = [
    Requirements(**dict(zip((question.id for question in SELECTION), answers, strict=True)))
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


def requirements(
    surface: str, admin: str, load: str, shape: str = "product", team: str = "neither"
) -> Requirements:
    """Create requirements in the notation of the specification."""
    return Requirements(surface=surface, admin=admin, load=load, shape=shape, team=team, ops="yes")


@pytest.mark.parametrize(
    ("what", "stack"),
    [
        (requirements("api", "later", "ordinary"), F),
        (requirements("api", "no", "ordinary", "services"), F),
        (requirements("api", "no", "ordinary"), F),
        (requirements("site", "yes", "ordinary"), D),
        (requirements("site", "later", "ordinary"), D),
        (requirements("api", "yes", "hot", "services"), H),
        (requirements("api", "no", "hot", "services"), F),
        (requirements("both", "yes", "ordinary"), D),
        (requirements("both", "yes", "hot"), H),
        (requirements("api", "yes", "ordinary"), D),
        (requirements("api", "no", "hot"), F),
    ],
)
def test_the_worked_examples(what: Requirements, stack: Stack) -> None:
    assert recommend_stack(what).stack is stack


def test_the_use_cases_are_the_worked_examples() -> None:
    found = {case.id: recommend_stack(requirements_of(case.answers)).stack.id for case in USE_CASES}
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


def test_the_first_use_case_has_the_default_answers() -> None:
    assert USE_CASES[0].answers == {question.id: question.default for question in SELECTION}


def test_every_set_of_answers_decides_and_has_another_stack_second() -> None:
    assert len(EVERY_REQUIREMENTS) == 216
    for one in EVERY_REQUIREMENTS:
        recommendation = recommend_stack(one)
        assert recommendation.runner_up is not recommendation.stack, one


def test_server_rendered_pages_never_get_fastapi_alone() -> None:
    assert [one for one in EVERY_REQUIREMENTS if one.has_pages and decide(one).stack is F] == []


def test_the_hard_rules_are_those_of_the_specification() -> None:
    for one in EVERY_REQUIREMENTS:
        needs_django = one.admin == "yes" or one.surface in {"site", "both"}
        needs_fastapi = one.load == "hot" or (one.team == "fastapi" and one.surface != "site")
        decision = decide(one)
        applied = [rule for rule, _ in decision.applied]
        both = needs_django and needs_fastapi
        assert ("R1" in applied) == (both and one.ops == "yes") == (decision.stack is H), one
        assert ("R2" in applied) == (both and one.ops == "no"), one
        if "R2" in applied:  # what is given up is stated
            unmet = {rule.claim.lower() for rule in decision.reasons if rule.favours is not decision.stack}
            stated = {line.lower() for line in explain(recommend_stack(one)) if line.startswith("Not met: ")}
            assert len(stated) == len(unmet), one
            assert all(any(claim in line for line in stated) for claim in unmet), one
        if one.surface in {"site", "both"}:
            assert decision.stack is not F, one
            assert applied[-1] == "R3" or decision.stack is H, one
        if not applied:
            best = max(decision.scores.values())
            assert [stack for stack, score in decision.scores.items() if score == best] == [decision.stack], (
                one
            )


def test_pages_are_suggested_wherever_they_rule_out_fastapi() -> None:
    suggested = BY_ID["pages"].suggested
    assert suggested is not None
    assert [one for one in EVERY_REQUIREMENTS if one.has_pages != (one.surface in suggested.answers)] == []


def test_the_hybrid_is_recommended_exactly_where_both_frameworks_have_a_reason() -> None:
    for one in EVERY_REQUIREMENTS:
        assert (decide(one).stack is H) == (one.requirements_conflict and one.ops == "yes"), one


def test_a_step_towards_django_never_turns_django_into_fastapi() -> None:
    for one in EVERY_REQUIREMENTS:
        if decide(one).stack is not D:
            continue
        for question, answers in TOWARDS_DJANGO.items():
            for further in answers[answers.index(getattr(one, question)) + 1 :]:
                assert decide(replace(one, **{question: further})).stack is not F, (one, question, further)


def test_running_two_processes_is_asked_only_where_it_matters() -> None:
    for one in EVERY_REQUIREMENTS:
        other = replace(one, ops="no" if one.ops == "yes" else "yes")
        answers = {question.id: getattr(one, question.id) for question in SELECTION}
        assert matters("ops", answers) == (decide(one).stack is not decide(other).stack), one


def test_what_would_change_the_answer_does_and_nothing_else() -> None:
    for one in EVERY_REQUIREMENTS:
        recommendation = recommend_stack(one)
        flips = {(flip.question, flip.answer): flip.stack for flip in recommendation.flips_if}
        for question in SELECTION:
            for answer in question.values:
                stack = decide(replace(one, **{question.id: answer})).stack
                expected = None if stack is recommendation.stack else stack
                assert flips.get((question.id, answer)) is expected, (one, question.id, answer)


def test_each_answer_weighs_as_many_articles_as_name_it() -> None:
    base = requirements("api", "no", "ordinary")
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
    for one in EVERY_REQUIREMENTS:
        decision = decide(one)
        for stack, score in decision.scores.items():
            assert score == sum(rule.weight for rule in decision.reasons if rule.favours is stack)


def test_a_tie_goes_to_the_shape_of_the_product() -> None:
    even = tuple(Rule(one.id, one, "One claim each", ("000",), lambda _: True) for one in (F, D))
    decision = decide(requirements("api", "no", "ordinary"), even)
    assert (decision.stack, [one for one, _ in decision.applied]) == (F, ["R4"])


def test_a_new_rule_changes_the_sums_without_a_change_of_the_scorer() -> None:
    slow = Rule("lunar", D, "It runs on the moon", ("000", "001"), lambda one: one.load == "ordinary")
    before, after = (
        decide(requirements("api", "no", "ordinary")),
        decide(requirements("api", "no", "ordinary"), (*RULES, slow)),
    )
    assert (before.stack, after.stack) == (F, D)


def test_every_claim_names_its_articles_and_is_scored_or_states_why_not() -> None:
    for rule in (*RULES, COST):
        assert rule.articles, rule.id
        assert set(rule.articles) <= set(ALL), rule.id
        assert list(rule.articles) == sorted(set(rule.articles)), rule.id
    assert [rule.id for rule in RULES if bool(rule.when) == bool(rule.not_scored_because)] == []
    assert len({rule.id for rule in RULES}) == len(RULES)


def _points(one: Requirements, question: str) -> tuple[int, int]:
    """Count the points of one answer, from its rules alone."""
    own = tuple(rule for rule in decide(one).reasons if _asks_about(rule, one, question))
    scores = decide(one, own).scores
    return scores[F], scores[D]


def _asks_about(rule: Rule, one: Requirements, question: str) -> bool:
    return rule.when is not None and not rule.when(replace(one, **{question: "another"}))
