"""Fields that several forms of tickets share."""

import re
import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_BYTES: Final = 100 * 1024
LONGEST_PHONE, LONGEST_NAME = 32, 120
_PHONE = re.compile(r"[0-9+()./ \-]+")
_EMPTY_SIGNS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # Unicode calls them printable; nobody sees them


class WordsField(forms.CharField):
    """A text kept exactly as it was sent, up to 100 kB of UTF-8; blank is as good as nothing."""

    default_error_messages = {"too_long": _("This is too long. Write at most 100,000 characters.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs=kwargs.pop("attrs", {"rows": 3})), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text, or "" when there is nothing in it to read."""
        text: str = super().to_python(value) or ""
        return text if any(_can_be_seen(sign) for sign in text) else ""

    def validate(self, value: Any) -> None:
        """Raise ValidationError for nothing where something is required, and for too much."""
        super().validate(value)
        if len(value.encode(errors="surrogatepass")) > MOST_BYTES:
            raise ValidationError(self.error_messages["too_long"], code="too_long")


class PhoneField(forms.CharField):
    """A phone number as people write it: at most 32 characters, at least three digits."""

    default_error_messages = {"invalid": _("Write a phone number such as 0470 55 12 30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
        super().__init__(max_length=LONGEST_PHONE, widget=widget, **kwargs)
        self.error_messages["max_length"] = self.error_messages["invalid"]

    def validate(self, value: Any) -> None:
        """Raise ValidationError for what nobody can dial."""
        super().validate(value)
        if value and (not _PHONE.fullmatch(value) or sum(sign.isdigit() for sign in value) < 3):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class OnceField(forms.UUIDField):
    """The hidden one-time key of a form; one that was tampered with counts as none."""

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean(self, value: Any) -> uuid.UUID | None:
        """Return the key or None."""
        try:
            key: uuid.UUID | None = super().clean(value)
        except ValidationError:
            return None
        return key


def _can_be_seen(sign: str) -> bool:
    return sign.isprintable() and not sign.isspace() and sign not in _EMPTY_SIGNS
