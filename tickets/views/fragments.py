"""Which part of a page is the answer: the whole of it, or what htmx asked for."""

from django.http import HttpRequest


def part_of_list(request: HttpRequest, template: str) -> str:
    """Return the template of a list: only more rows, the list with its headings, or the page."""
    if not wants_part(request):
        return template
    return f"{template}#more" if "after" in request.GET else f"{template}#list"


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; going back in history always brings the page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
