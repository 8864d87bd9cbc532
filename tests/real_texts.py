"""The collection of real and hostile texts that nobody of the desk wrote. It lies beside the checkout as ../shared, or where
FSO_SHARED says; tests that need it say so in one line where it is absent."""

from __future__ import annotations

import base64
import csv
import json
import os
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

DATA = Path(os.environ.get("FSO_SHARED") or Path(settings.BASE_DIR).parent / "shared") / "data"
IS_HERE = (DATA / "tickets").is_dir()
needed = pytest.mark.skipif(not IS_HERE, reason="The collection of real texts does not lie beside this checkout")


def of_tickets() -> list[str]:
    """Titles and bodies of a real help desk; those without a title and the longest come first."""
    with (DATA / "tickets" / "endava_tickets.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: (bool(row["title"].strip()), -len(row["body"])))
    return [f"{row['title']}\n{row['body']}" for row in rows]


def of_mails() -> list[str]:
    """Bodies of mails in many languages and odd characters, and whole raw ones where no body can be read."""
    texts = [str(one["body"]) for one in _lines("mail/replies.jsonl")]
    for one in _lines("mail/mime.jsonl"):
        raw = base64.b64decode(one["raw_base64"])
        try:
            body = message_from_bytes(raw, policy=policy.default).get_body(("plain", "html"))
            text = str(body.get_content()) if body else ""
        except (LookupError, UnicodeError):
            text = ""
        texts.append(text if text.strip() else raw.decode("latin-1"))
    return texts


def of_other_desks() -> list[str]:
    """What an export of another helpdesk holds."""
    articles = json.loads((DATA / "migration" / "zammad" / "ticket_articles.json").read_text())
    with (DATA / "migration" / "glpi" / "tickets_fr.csv").open(newline="", encoding="utf-8-sig") as file:
        described = [row["Description"] for row in csv.DictReader(file, delimiter=";")]
    return [*(str(one["body"]) for one in articles), *described]


def of_attackers() -> list[tuple[str, str]]:
    """Names and texts of attacks, the large ones written out."""
    if not IS_HERE:
        return []
    texts = json.loads((DATA / "hostile" / "manifest.json").read_text())["texts"]
    return [(str(one["id"]), _written_out(one)) for one in texts]


def of_attack_cases() -> list[str]:
    """How attacks go, in the words of those who collected them."""
    cases = json.loads((DATA / "attack_cases.json").read_text())["cases"]
    return ["\n".join([one["title"], *one["steps"], *one["must_hold"]]) for one in cases]


def _written_out(one: dict[str, Any]) -> str:
    if "repeat" not in one:
        return str(one["value"])
    before, unit, times, after = one["repeat"]
    return str(before + unit * times + after)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    for line in (DATA / name).read_text().splitlines():
        yield json.loads(line)
