"""Worked examples of the service-level clock, written in JSON: read, worked out, compared. Pure Python.

The schema stands in the file itself ("schema"): a calendar, a policy, a ticket with its events, the moment of asking, what is expected.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from sites.opening_hours import Calendar, ClosingDay
from sites.week_text import read_day
from tickets.clock import Policy, Reading, Target, read
from tickets.life import By, ClientWrote, Fact, FirmAnswered, Life, PriorityChanged, State, StatusChanged
from tickets.lifecycle import Status, WaitingFor

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
THERE: Final = frozenset({"walk_in", "phone"})  # somebody of the firm was there when it was opened
WAITING: Final = "waiting_"
BY: Final[Mapping[str, By]] = {"firm": "firm", "client": "client", "system": "system"}

Vector = Mapping[str, Any]


def differences(vector: Vector) -> list[str]:
    """Return in a sentence each what the clock says otherwise than the example expects; none = it passes.

    Raises KeyError, TypeError or ValueError for what is no such example.
    """
    readings = read(
        life_of(vector), policy_of(vector["policy"]), calendar_of(vector["calendar"]), _moment(vector["now"])
    )
    found = {"response": readings.response, "resolution": readings.resolution}
    return [
        f"{clock}.{name}: expected {expected}, got {got}"
        for clock, wanted in vector["expected"].items()
        for name, expected, got in _compared(wanted, found[clock])
        if expected != got
    ]


def _compared(wanted: Mapping[str, Any], reading: Reading) -> Iterator[tuple[str, Any, Any]]:
    """Yield the name of each figure with what is expected and what is said; a clock that is void or none has no figures."""
    has_figures = reading.state not in {State.VOID, State.NONE}
    got: dict[str, Any] = {
        "state": reading.state.value,
        "breached": reading.is_late,
        "elapsed_minutes": reading.minutes,
        "deadline": reading.due_at,
        "warning_at": reading.warn_at,
    }
    for name, value in wanted.items():
        is_moment = name in {"deadline", "warning_at"} and value is not None
        if has_figures or name == "state" or value:
            yield name, _moment(value) if is_moment else value, got[name]


def calendar_of(told: Vector) -> Calendar:
    """Return the calendar of an example."""
    return Calendar(
        zone=told["timezone"],
        week=tuple(
            tuple(found for span in told["hours"].get(day, []) for found in read_day("-".join(span)))
            for day in WEEKDAYS
        ),
        closed=frozenset(date.fromisoformat(day) for day in told.get("holidays", [])),
        closing_days=tuple(
            ClosingDay(date.fromisoformat(row["date"]), _moment(row["added_at"]))
            for row in told.get("closing_days", [])
        ),
    )


def policy_of(told: Vector) -> Policy:
    """Return the policy of an example: its waits pause at every priority."""
    targets = {int(name[1:]): row for name, row in told["targets"].items()}
    pauses = frozenset(name.removeprefix(WAITING) for name, does in told["pauses"].items() if does)
    return Policy(
        response={number: _target(row["response"]) for number, row in targets.items() if row.get("response")},
        resolution={number: _target(row["resolution"]) for number, row in targets.items() if row.get("resolution")},
        pauses=dict.fromkeys(targets, pauses),
    )


def life_of(vector: Vector) -> Life:
    """Return the life of an example's ticket."""
    ticket = vector["ticket"]
    return Life(
        opened_at=_moment(ticket["opened_at"]),
        priority=int(ticket["priority"][1:]),
        facts=tuple(fact for row in vector["events"] if (fact := _fact(row)) is not None),
        met_at_opening=ticket["channel"] in THERE,
    )


def _fact(row: Vector) -> Fact | None:
    at = _moment(row["at"])
    match row["type"]:
        case "public_reply":
            return FirmAnswered(at) if row["by"] == "firm" else ClientWrote(at)
        case "status":
            return _status(row, at)
        case "priority":
            return PriorityChanged(at, int(row["to"][1:]))
        case "internal_note" | "auto_mail":
            return None
    raise ValueError(row["type"])


def _status(row: Vector, at: datetime) -> StatusChanged:
    to, by = str(row["to"]), BY[row.get("by", "firm")]
    if to.startswith(WAITING):
        return StatusChanged(at, Status.WAITING, by, WaitingFor(to.removeprefix(WAITING)).value)
    return StatusChanged(at, Status(to), by)


def _target(told: Vector) -> Target:
    return Target(int(told["minutes"]), around_the_clock=told["clock"] == "24x7")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
