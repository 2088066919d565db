"""Render the comparison: a table in a wide terminal, else one block per row; or Markdown."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from pystack_init.questions.stacks import STACK_BY_ID, STACKS
from pystack_init.recommendation.articles import cite
from pystack_init.recommendation.comparison import Cell, Row
from pystack_init.results.stacks import Compared
from pystack_init.terminal.console import width
from pystack_init.terminal.stacks import COLOURS
from pystack_init.terminal.theme import bold, coloured
from pystack_init.terminal.views.tables import table

WIDE = 100


def comparison_text(result: Compared) -> str:
    """Render it as text or Markdown."""
    if result.markdown:
        return "\n".join(_markdown(result)) + "\n"
    if width() >= WIDE:
        head = ("", *(f"[{COLOURS[stack]}]{stack.label}" for stack in STACKS))
        rows = [(row.title, *(_cited(row.cells[stack]) for stack in STACKS)) for row in result.rows]
        return table(head, rows) + "\n" + "\n".join(_notes(result, measure=width())) + "\n"
    return "\n".join([*_blocks(result), *_notes(result, measure=width())]) + "\n"


def _blocks(result: Compared) -> Iterator[str]:
    for row in result.rows:
        yield bold(row.title)
        for stack in STACKS:
            first, *others = _hang(f"{stack.label}: {_cited(row.cells[stack])}", width())
            yield first.replace(stack.label, coloured(COLOURS[stack], stack.label))
            yield from others
        yield ""


def _notes(result: Compared, measure: int) -> Iterator[str]:
    yield bold("Included in generated projects")
    for row in result.rows:
        yield from _hang(f"{row.title}: {row.templates}", measure)
    if any(row.disputed_range for row in result.rows):
        yield from ("", bold("Where the articles contradict each other"))
        for row in result.rows:
            for text in _disputes(row):
                yield from _hang(text, measure)
    if result.measured:
        yield from ("", bold("Our measurements"))
        for text in _measured(result.measured):
            yield from _hang(text, measure)
    yield from ("", bold("Articles"))
    for number, title in result.articles.items():
        yield from _hang(f"{number} {title}", measure)


def _disputes(row: Row) -> Iterator[str]:
    if row.disputed_range:
        claims = "; ".join(_cited(claim) for claim in row.disputed)
        yield f"{row.title}: {row.disputed_range}" + (f". Claims: {claims}" if claims else "")


def _measured(figures: Mapping[str, Any]) -> Iterator[str]:
    for row in figures["rows"]:
        ratios = ", ".join(f"{STACK_BY_ID[key].label} {value:.2g}x" for key, value in row["ratios"].items())
        yield f"{row['title']}: {ratios} (requests per second of CPU time)"
    yield f"Measured with `{figures['command']}` on {figures['machine']}"


def _markdown(result: Compared) -> Iterator[str]:
    yield f"| | {' | '.join(stack.label for stack in STACKS)} | In generated projects |"
    yield "| --- | --- | --- | --- | --- |"
    for row in result.rows:
        cells = " | ".join(_cited(row.cells[stack]) for stack in STACKS)
        yield f"| **{row.title}** | {cells} | {row.templates} |"
    disputes = [text for row in result.rows for text in _disputes(row)]
    if disputes:
        yield from ("", "Where the articles contradict each other:", "", *(f"- {text}" for text in disputes))
    if result.measured:
        yield from ("", "Our measurements:", "", *(f"- {text}" for text in _measured(result.measured)))
    yield from ("", "Articles:", "", *(f"- {number}: {title}" for number, title in result.articles.items()))


def _cited(cell: Cell) -> str:
    return f"{cell.says} ({cite(cell.articles)})" if cell.articles else cell.says


def _hang(text: str, measure: int) -> list[str]:
    return wrap(text, measure, initial_indent="  ", subsequent_indent="    ")
