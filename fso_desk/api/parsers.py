"""What the API reads: JSON, of a bounded size."""

import io
from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """JSON that says so: then CleanTextMiddleware has looked at its texts, and the body is no larger than a form may be."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Return what the body holds. Raises UnsupportedMediaType, or ParseError also for what is nested too deep."""
        request = (parser_context or {})["request"]._request  # noqa: SLF001 - the framework's own way to Django's request
        if request.content_type != self.media_type:
            raise UnsupportedMediaType(request.content_type)
        try:
            return super().parse(io.BytesIO(request.body), media_type, dict(parser_context or {}))
        except RecursionError:
            raise ParseError from None
