"""The short name and the colour of each stack. The name says the same as the colour."""

from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, Stack

# In a prompt, colour means a stack and nothing else.
COLOURS = {FASTAPI: "cyan", DJANGO_DRF: "green", HYBRID: "magenta"}


def short_name(stack: Stack) -> str:
    """Return the name of a stack without the explanation in parentheses."""
    return stack.label.partition(" (")[0]
