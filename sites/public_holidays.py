"""Days on which a whole country or region rests, from the library ``holidays``, category public. Pure Python."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

FIRST_YEAR, LAST_YEAR = 2010, 2050


@lru_cache(maxsize=256)
def known_holidays(country: str, region: str) -> frozenset[date]:
    """Return the public holidays of all years that clocks look at, FIRST_YEAR to LAST_YEAR."""
    return public_holidays(country, region, range(FIRST_YEAR, LAST_YEAR + 1))


def public_holidays(country: str, region: str, years: Iterable[int]) -> frozenset[date]:
    """Return the public holidays of these years; none for a country that the library does not know.

    country: ISO 3166, two letters. region: its subdivision as the library names it; one it does not know counts as none.
    """
    return frozenset(day for year in years for day in _of_year(country.upper(), region.upper(), year))


@lru_cache(maxsize=512)
def _of_year(country: str, region: str, year: int) -> frozenset[date]:
    known = holidays.list_supported_countries()
    if country not in known:
        return frozenset()
    subdivision = region if region in known[country] else None
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
