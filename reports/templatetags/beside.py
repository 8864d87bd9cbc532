"""How a figure stands beside the one of the period before, as a code that templates put into words."""

from django import template

from reports import figures

register = template.Library()

register.filter(figures.change_of_count)
register.filter(figures.change_of_share)
register.filter(figures.change_of_minutes)


@register.filter
def away_from(now: int, before: int) -> int:
    """How many lie between the two counts."""
    return abs(now - before)
