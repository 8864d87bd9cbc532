"""What the API reads: JSON of a bounded size."""

import io
from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """JSON no larger than a form may be, nested no deeper than a reader can go."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Return what the body holds. Raises ParseError, or RequestDataTooBig (400 too)."""
        request = (parser_context or {})["request"]
        try:
            return super().parse(io.BytesIO(request.body), media_type, dict(parser_context or {}))
        except RecursionError:
            raise ParseError from None
