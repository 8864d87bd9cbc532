"""The field of a photo: what is too large is refused before it is read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.actions.faces import UNREADABLE
from accounts.pictures import LARGEST_UPLOAD


class PhotoField(forms.FileField):
    """A picture of at most 10 MB; whether it is one, its reader says."""

    def to_python(self, data: Any) -> Any:
        """Return the uploaded file, unread. Raises ValidationError for one that is too large."""
        upload = super().to_python(data)
        if upload is not None and upload.size > LARGEST_UPLOAD:
            raise ValidationError(UNREADABLE)
        return upload
