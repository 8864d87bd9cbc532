"""What requests and answers of the API are made of. Shape only: actions decide."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

F = TypeVar("F", bound=forms.BaseForm)


class Input(serializers.Serializer[Any]):
    """What somebody sends: exactly these fields; an unknown one is refused, so that a slip of the pen is heard."""

    default_error_messages = {"unknown": _("There is no field with this name.")}

    def to_internal_value(self, data: Any) -> Any:
        """Return the values by field. Raises ValidationError, also for fields that are not ours."""
        unknown = data.keys() - self.fields.keys() if isinstance(data, Mapping) else set()
        if unknown:
            said = [str(self.error_messages["unknown"])]
            raise serializers.ValidationError({str(name)[:100]: said for name in sorted(unknown)[:20]})
        return super().to_internal_value(data)

    @classmethod
    def of(cls, request: Request) -> dict[str, Any]:
        """Return what this request sends in this shape, or raise ValidationError."""
        sent = cls(data=request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)


class Nothing(Input):
    """A request that needs no words."""


class Words(serializers.CharField):
    """A text kept exactly as it was sent; the page's own form says what is too little and too much."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **kwargs)


class Instant(serializers.DateTimeField):
    """An instant, written in UTC whatever the reader's zone: 2026-11-24T09:30:00Z."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class Failure(serializers.Serializer[Any]):
    """Every refusal: a stable code, a sentence in the person's language, and sentences by field for what was sent."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


def checked(form: F) -> F:
    """Return the form when it is valid; raise ValidationError with its sentences by field otherwise."""
    if form.is_valid():
        return form
    raise serializers.ValidationError({name: [str(said) for said in errors] for name, errors in form.errors.items()})
