"""The description of the API: what `make schema` writes to docs/openapi.yaml, served to people we know."""

from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doorway import described, door


@described("schema_read", answers=OpenApiTypes.OBJECT)
@door("GET")
def schema(request: Request) -> Response:
    """Describe the API, as OpenAPI 3."""
    return Response(_description())


@cache
def _description() -> dict[str, Any]:
    with translation.override("en"):
        description: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return description
