"""Fields of forms, for the admin site and for pages."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Multi-line text: browsers send CRLF, which would count as two characters."""

    def to_python(self, value: Any) -> Any:
        """Convert CRLF to LF, as API clients send it."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text
