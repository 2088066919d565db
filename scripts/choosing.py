"""Write `docs/choosing.md` from the rules of the recommendation; with `--check`, fail when it differs."""

import sys
from pathlib import Path

from pystack_init.questions.selection import USE_CASES
from pystack_init.recommendation.articles import ARTICLES, cite
from pystack_init.recommendation.rules import COST, HARD_RULES, RULES, TIE_SAYS, Rule
from pystack_init.recommendation.scoring import recommend_stack, requirements_of

PAGE = Path(__file__).parents[1] / "docs" / "choosing.md"
HEAD = """\
# How it chooses

Written by `uv run scripts/choosing.py` from `src/pystack_init/recommendation/rules.py`.

Five articles compare FastAPI and Django. Each claim they make is one row of data. A claim that an answer
brings into play counts as many points as articles make it, and the better sum wins unless a hard rule says
otherwise. A difference of two points or less is shown as a close call, with the reasons of both sides.

"""


def main() -> int:
    """Write the page, or check it."""
    wanted = page()
    if "--check" in sys.argv:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


def page() -> str:
    """Put the page together."""
    asked = [rule for rule in RULES if rule.when]
    not_scored_because = [rule for rule in RULES if not rule.when]
    hard = [f"- **{rule.id}** {rule.says}." for rule in HARD_RULES]
    against = f"Against the hybrid stands one claim: {COST.claim.lower()} ({cite(COST.articles)})."
    parts = [
        "## What is weighed",
        table(("Claim", "For", "Weight", "Articles"), [[*row(rule), cite(rule.articles)] for rule in asked]),
        "## Hard rules, in this order",
        "\n".join([*hard, f"- **R4** {TIE_SAYS} (001: the product's shape, not the trend)."]),
        "Whether two processes can be run is asked only where R1 or R2 applies. " + against,
        "## What is not asked, and why",
        table(
            ("Claim", "For", "Articles", "Because"),
            [
                [
                    rule.claim,
                    rule.favours.label,
                    cite(rule.articles),
                    f"{rule.not_scored_because[0].upper()}{rule.not_scored_because[1:]}",
                ]
                for rule in not_scored_because
            ],
        ),
        "## Use cases",
        table(
            ("`--use-case`", "Is", "Articles", "Gives"),
            [
                [
                    f"`{case.id}`",
                    case.label,
                    cite(case.articles),
                    recommend_stack(requirements_of(case.answers)).stack.label,
                ]
                for case in USE_CASES
            ],
        ),
        "## Articles",
        "\n".join(f"- {number}: {title}" for number, title in ARTICLES.items()),
    ]
    return HEAD + "\n\n".join(parts) + "\n"


def row(rule: Rule) -> list[str]:
    """Give the first cells of a claim that is weighed."""
    return [rule.claim, rule.favours.label, str(rule.weight)]


def table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    """Draw a table in Markdown."""
    lines = [list(head), ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
