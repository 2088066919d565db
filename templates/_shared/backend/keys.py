"""Keys that cannot be guessed: what they sign is no stronger than they are."""

from pydantic import AfterValidator, SecretStr

FEWEST_DIFFERENT = 5  # as in Django's own check
MADE_BY_STARTPROJECT = "django-insecure-"


def unguessable(length: int) -> AfterValidator:
    """Refuse what is short, or was never made at random."""

    def check(value: SecretStr) -> SecretStr:
        key = value.get_secret_value()
        at_random = len(set(key)) >= FEWEST_DIFFERENT and not key.startswith(MADE_BY_STARTPROJECT)
        if len(key) < length or not at_random:
            raise ValueError(f"must have {length} characters or more, at random")
        return value

    return AfterValidator(check)
