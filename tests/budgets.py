"""How many queries a page may make: the same with 3 rows and with 30, and no more than the committed number.

    within_budget("tickets:queue", browser, reverse("tickets:queue"), add_rows)

`add_rows(3)` and then `add_rows(27)` must put that many more rows on the page. The numbers stand in
tests/query_budgets.json; `UPDATE_BUDGETS=1 pytest ...` writes them anew, and the difference is read in review.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

BUDGETS = Path(__file__).with_name("query_budgets.json")
FEW, MANY = 3, 30


def within_budget(
    name: str, browser: Browser, url: str, add_rows: Callable[[int], object], *, at_most: int | None = None, **get: str
) -> int:
    """Ask for `url` with 3 and with 30 rows; return the queries made. Fails with the SQL when they grow or are too many.

    name: the row in query_budgets.json, by habit the URL's name and the audience ("tickets:show client").
    at_most: what the design allows for this page; not even UPDATE_BUDGETS goes above it.
    """
    add_rows(FEW)
    few = queries_of(browser, url, **get)
    add_rows(MANY - FEW)
    many = queries_of(browser, url, **get)
    assert len(many) == len(few), f"{name}: {len(few)} queries with 3 rows, {len(many)} with 30.\n{_more(few, many)}"

    budgets: dict[str, int] = json.loads(BUDGETS.read_text()) if BUDGETS.exists() else {}
    if os.environ.get("UPDATE_BUDGETS") == "1" and budgets.get(name) != len(many):
        budgets[name] = len(many)
        BUDGETS.write_text(json.dumps(dict(sorted(budgets.items())), indent=2) + "\n")
    allowed = budgets.get(name)
    assert allowed is not None, f"{name} has no budget yet (it makes {len(many)}): run the test with UPDATE_BUDGETS=1."
    limit = allowed if at_most is None else min(allowed, at_most)
    assert len(many) <= limit, f"{name}: {len(many)} queries, {limit} allowed.\n" + "\n".join(many)
    return len(many)


def queries_of(browser: Browser, url: str, **get: str) -> list[str]:
    """Return the SQL of one GET of this page, which must answer 200."""
    with CaptureQueriesContext(connection) as made:
        response = browser.get(url, get)
    assert response.status_code == 200, response.status_code
    return [query["sql"] for query in made.captured_queries]


def _more(few: list[str], many: list[str]) -> str:
    """The SQL that is not among the fewer queries, else all."""
    return "\n".join([sql for sql in many if sql not in few] or many)
