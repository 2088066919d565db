"""How the admin and the pages read what people type about products."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Text of several lines: browsers send CRLF, which would count twice."""

    def to_python(self, value: Any) -> Any:
        """Read lines as programs send them."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text
