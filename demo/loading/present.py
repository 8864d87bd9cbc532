"""What stands open when the desk is opened: one thing in every list, so that every page has something to show."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from accounts.models import User
from demo.loading.hours import before
from demo.loading.life import Steps
from demo.loading.people import Firm
from escalation import actions as second_line
from escalation.models import Escalation
from tickets import actions
from tickets.lifecycle import WaitingFor
from tickets.models import Channel, Impact, Ticket, Type, Urgency
from tickets.problems import Place

BREWERY: Final = "hopveld.example"
NOTARY: Final = "etude-lambrecht.example"
GARAGE: Final = "dewinter.example"
WORKSHOP: Final = "noiset.example"
LOGISTICS: Final = "meridian-logistics.example"
GROUP: Final = "santerre.example"


def scenes(firm: Firm, now: datetime) -> list[Steps]:
    """Return the lives of what stands now; each ends before ``now`` (UTC)."""
    told = [
        _Stage.server_is_down,
        _Stage.emma_confirms,
        _Stage.emma_waits,
        _Stage.offered_to_engineers,
        _Stage.offered_to_manager,
        _Stage.offered_to_desk,
        _Stage.with_an_engineer,
        _Stage.handed_back,
        _Stage.not_solved,
        _Stage.nobody_has_it,
        _Stage.in_confidence,
        _Stage.call_me_back,
        _Stage.waits_for_the_supplier,
        _Stage.is_on_order,
        _Stage.is_set_aside,
        _Stage.waits_for_approval,
        _Stage.was_not_answered,
        _Stage.comes_back_each_week,
    ]
    return [scene(_Stage(firm, now)) for scene in told]


class _Stage:
    """The scenes, each on a stage of its own. Minutes are opening minutes before now, but for the server: that client is served around the clock."""

    def __init__(self, firm: Firm, now: datetime) -> None:
        self.firm, self.now, self.at = firm, now, now

    def server_is_down(self) -> Steps:
        at = self.now - timedelta(minutes=12)
        yield at
        what = "De server ligt plat. Niemand kan nog iets doen, ook de etiketten van de lijn komen er niet meer uit."
        self._report(BREWERY, "joke", what, at, impact=Impact.COMPANY, urgency=Urgency.STOPPED)

    def emma_confirms(self) -> Steps:
        times = self._times(700, 660, 640, 95)
        yield next(times)
        ticket = self._report(BREWERY, "emma", "Mail to our malt supplier comes back as rejected", self.at)
        yield next(times)
        ticket = self._start(ticket, "ines", "mail")
        yield next(times)
        body = "Their server refused our address. I have asked them to let us in; you hear from me today."
        ticket = actions.answer(ticket, body=body, actor=self._who("ines"), at=self.at)
        yield next(times)
        how = "The supplier's filter had blocked us; they have taken us off their list. Please try once more."
        actions.resolve(ticket, how=how, minutes=25, actor=self._who("ines"), at=self.at)

    def emma_waits(self) -> Steps:
        times = self._times(190, 120, 80)
        yield next(times)
        what = (
            "Label printer prints half a label\n\nSince this morning, on the machine at line 2. The first half is fine."
        )
        ticket = self._report(BREWERY, "emma", what, self.at, impact=Impact.TEAM)
        yield next(times)
        ticket = self._start(ticket, "ines", "printing")
        yield next(times)
        body = "Could you tell me whether a new roll was put in today?"
        actions.answer(ticket, body=body, actor=self._who("ines"), at=self.at)

    def offered_to_engineers(self) -> Steps:
        times = self._times(150, 110, 9)
        yield next(times)
        what = "De garagesoftware vindt de databank niet meer, we kunnen geen werkorders maken."
        ticket = self._report(GARAGE, "annick", what, self.at, impact=Impact.TEAM, urgency=Urgency.STOPPED)
        yield next(times)
        ticket = self._start(ticket, "wim", "server")
        yield next(times)
        self._escalate(
            ticket,
            "wim",
            "server",
            "De garagesoftware meldt dat de databank niet antwoordt, op alle vijf pc's, sinds de nacht.",
            "Server herstart, dienst start en stopt na tien seconden. Back-up van vannacht is in orde.",
            "Kijk waarom de databankdienst stopt; het logboek toont fout 1067.",
        )

    def offered_to_manager(self) -> Steps:
        times = self._times(600, 420, 200)
        yield next(times)
        what = "The warranty on our twelve scanners ends in January. Do we renew, or is it time for new ones?"
        ticket = self._report(LOGISTICS, "priya", what, self.at, type=Type.QUESTION, urgency=Urgency.CAN_WAIT)
        yield next(times)
        ticket = self._start(ticket, "wim", "renewal")
        yield next(times)
        self._escalate(
            ticket,
            "wim",
            "renewal",
            "Meridian asks whether to renew the warranty of twelve scanners or to replace them.",
            "Made a list: nine are from 2021, three from 2024. Two have a weak battery.",
            "A proposal with prices before the meeting of 10 December.",
        )

    def offered_to_desk(self) -> Steps:
        times = self._times(300, 260, 35)
        yield next(times)
        what = "La machine à boissons de l'atelier affiche E4 et ne donne plus que de l'eau froide."
        ticket = self._report(WORKSHOP, "marie", what, self.at, impact=Impact.TEAM, urgency=Urgency.CAN_WAIT)
        yield next(times)
        ticket = self._start(ticket, "dario", "not_it")
        yield next(times)
        self._escalate(
            ticket,
            "dario",
            "not_it",
            "De drankautomaat in het atelier toont fout E4 en geeft enkel koud water.",
            "Uit en aan gezet, filter nagekeken.",
            "Bel de leverancier van de automaat; het nummer staat op de zijkant.",
        )

    def with_an_engineer(self) -> Steps:
        times = self._times(900, 860, 800, 770, 60)
        yield next(times)
        what = "La synchronisation des actes avec le bureau de Wavre ne se fait plus depuis hier soir."
        ticket = self._report(NOTARY, "olivier", what, self.at, impact=Impact.TEAM)
        yield next(times)
        ticket = self._start(ticket, "ines", "server")
        yield next(times)
        offered = self._escalate(
            ticket,
            "ines",
            "server",
            "The nightly copy between Ixelles and Wavre stopped at 21:40; files of yesterday are missing in Wavre.",
            "Both servers are up, the line is fine. A manual copy stops at the same folder.",
            "Please look at the permissions of that folder and start the copy again.",
        )
        yield next(times)
        taken = second_line.pick_up(offered, actor=self._who("thibault"), at=self.at)
        yield next(times)
        body = "Le dossier a perdu son propriétaire lors de la migration. Je corrige et je relance ce soir."
        actions.note(taken.ticket, body=body, actor=self._who("thibault"), at=self.at)

    def handed_back(self) -> Steps:
        times = self._times(1000, 940, 900, 880, 45, 40)
        yield next(times)
        what = "In het magazijn van Ninove valt de wifi om de paar minuten weg, de scanners stoppen."
        ticket = self._report(BREWERY, "lies", what, self.at, impact=Impact.TEAM)
        yield next(times)
        ticket = self._start(ticket, "ines", "network")
        yield next(times)
        offered = self._escalate(
            ticket,
            "ines",
            "network",
            "The access point in the warehouse restarts every five to ten minutes.",
            "Other cable, other port, newest firmware. The log shows a loss of power.",
            "Please check whether the switch gives enough power.",
        )
        yield next(times)
        taken = second_line.pick_up(offered, actor=self._who("sofie"), at=self.at)
        yield next(times)
        second_line.hand_back(
            taken,
            done="The switch was at its limit. Two telephones moved to the other switch; the log is quiet since.",
            needed_on_site="Check in Ninove that the access point stays up, and label the two cables that were moved.",
            actor=self._who("sofie"),
            at=self.at,
        )
        yield next(times)
        told = actions.Described(
            "Wifi in the warehouse of Ninove falls away every few minutes",
            "Use the cable at the packing table, or the scanner of line 2. Do not restart the access point.",
            owner=self._who("ines"),
        )
        problem = actions.note_problem(
            told, client=ticket.client, site=ticket.site, actor=self._who("ines"), at=self.at
        )
        actions.link_problem(ticket, problem, actor=self._who("ines"), at=self.at)
        actions.announce(
            problem,
            words={
                "en": "The wifi in the warehouse of Ninove falls away. We are on it; the scanner at line 2 has a cable.",
                "fr": "Le wifi de l’entrepôt de Ninove se coupe. Nous y travaillons ; le scanner de la ligne 2 est câblé.",
                "nl": "De wifi in het magazijn van Ninove valt weg. We zijn ermee bezig; de scanner aan lijn 2 heeft een kabel.",
            },
            places=[Place(ticket.client)],
            next_word_at=self.now + timedelta(hours=2),
            actor=self._who("ines"),
            at=self.at,
        )

    def not_solved(self) -> Steps:
        times = self._times(1500, 1400, 1200, 70)
        yield next(times)
        what = "My second screen stays black after lunch\n\nIn the morning it works."
        ticket = self._report(LOGISTICS, "james", what, self.at, urgency=Urgency.DIFFICULT)
        yield next(times)
        ticket = self._start(ticket, "wim", "hardware")
        yield next(times)
        ticket = actions.resolve(
            ticket, how="Changed the cable of the screen.", minutes=15, actor=self._who("wim"), at=self.at
        )
        yield next(times)
        reason = "Black again since noon, with the new cable too."
        actions.reopen(ticket, reason=reason, actor=ticket.requester, at=self.at)

    def nobody_has_it(self) -> Steps:
        times = self._times(130, 25)
        yield next(times)
        what = "Le scanner de l'accueil n'envoie plus les documents vers le dossier commun."
        self._report(GROUP, "vincent", what, self.at)
        yield next(times)
        what = "Je n'ai plus accès à la boîte partagée « Achats » depuis mon changement de service."
        self._report(GROUP, "aurelie", what, self.at, urgency=Urgency.STOPPED)

    def in_confidence(self) -> Steps:
        times = self._times(400, 380)
        yield next(times)
        what = "Une collaboratrice nous quitte vendredi : merci de fermer ses accès à 17 h, en toute discrétion."
        ticket = self._report(NOTARY, "claire", what, self.at, type=Type.REQUEST, confidential=True)
        yield next(times)
        self._start(ticket, "ines", "account")

    def call_me_back(self) -> Steps:
        times = self._times(30)
        yield next(times)
        actions.ask_call_back(
            name="Koen De Smet",
            work_address="koen@hopveld.example",
            phone="0470 12 34 56",
            words="Ik krijg geen mail meer binnen, ook niet op de gsm. Bel mij aub.",
            at=self.at,
        )

    def waits_for_the_supplier(self) -> Steps:
        times = self._times(420, 400, 380)
        yield next(times)
        what = "The internet line in the warehouse is slow since yesterday, every page takes a minute."
        ticket = self._report(LOGISTICS, "priya", what, self.at, impact=Impact.TEAM)
        yield next(times)
        ticket = self._start(ticket, "wim", "network")
        yield next(times)
        words = "The provider measures the line; their reference is 4471."
        actions.wait(ticket, waiting_for=WaitingFor.SUPPLIER, words=words, actor=self._who("wim"), at=self.at)

    def is_on_order(self) -> Steps:
        times = self._times(800, 780, 760)
        yield next(times)
        what = "La batterie de mon portable ne tient plus une heure."
        ticket = self._report(NOTARY, "olivier", what, self.at, urgency=Urgency.CAN_WAIT)
        yield next(times)
        ticket = self._start(ticket, "ines", "hardware")
        yield next(times)
        day = self.now.date() + timedelta(days=6)
        actions.wait(ticket, waiting_for=WaitingFor.DELIVERY, day=day, actor=self._who("ines"), at=self.at)

    def is_set_aside(self) -> Steps:
        times = self._times(900, 870)
        yield next(times)
        what = "Could the old scanners be taken away some day? They are in the cupboard."
        ticket = self._report(LOGISTICS, "james", what, self.at, type=Type.REQUEST)
        yield next(times)
        day = self.now.date() + timedelta(days=20)
        actions.wait(ticket, waiting_for=WaitingFor.OURSELVES, day=day, actor=self._who("wim"), at=self.at)

    def waits_for_approval(self) -> Steps:
        times = self._times(500, 470)
        yield next(times)
        what = "Het scherm aan de balie flikkert de hele dag."
        ticket = self._report(BREWERY, "joke", what, self.at, urgency=Urgency.CAN_WAIT)
        yield next(times)
        words = "Een nieuw scherm van 24 inch voor de balie, 189 euro zonder btw."
        actions.wait(ticket, waiting_for=WaitingFor.APPROVAL, words=words, actor=self._who("ines"), at=self.at)

    def was_not_answered(self) -> Steps:
        times = self._times(2600, 2500)
        yield next(times)
        what = "Le scanner du bureau 2 fait un drôle de bruit."
        ticket = self._report(NOTARY, "claire", what, self.at, urgency=Urgency.CAN_WAIT)
        yield next(times)
        body = "Pouvez-vous me dire si le bruit vient aussi sans papier ?"
        ticket = actions.answer_and_wait(ticket, body=body, actor=self._who("ines"), at=self.at)
        if ticket.waiting_until is not None and ticket.waiting_until <= self.now:
            yield ticket.waiting_until
            actions.end_wait_by_time(ticket, at=self.now)

    def comes_back_each_week(self) -> Steps:
        times = self._times(2600, 2590, 1300)
        yield next(times)
        wim, served = self._who("wim"), self.firm.served[LOGISTICS]
        told = actions.Described(
            "Mail on the telephone asks for the password again after each update",
            "Settings, Mail, remove the account and add it again: three minutes.",
            owner=wim,
            state="known",
        )
        problem = actions.note_problem(told, client=served.client, actor=wim, at=self.at)
        for handle in ("priya", "james"):
            yield next(times)
            actions.record_call(
                actions.Report(what="Mail on the telephone asks for the password", site=served.member(handle).site),
                client=served.client,
                caller=actions.Caller(person=served.member(handle).person),
                actor=wim,
                channel=Channel.WALK_IN,
                solved=actions.SolvedNow(4),
                problem=problem,
                at=self.at,
            )

    # ---- what the scenes share ----

    def _times(self, *minutes: int) -> Iterator[datetime]:
        """Yield the moments of a scene, and keep the present one."""
        for count in minutes:
            self.at = before(self.now, count)
            yield self.at

    def _who(self, handle: str) -> User:
        return self.firm.people[handle]

    def _report(self, domain: str, handle: str, what: str, at: datetime, **told: Any) -> Ticket:
        served = self.firm.served[domain]
        member = served.member(handle)
        told = {"impact": Impact.PERSON, "urgency": Urgency.DIFFICULT, **told}
        return actions.report(
            actions.Report(what=what, site=member.site, **told),
            client=served.client,
            actor=member.person,
            channel=Channel.PORTAL,
            at=at,
        )

    def _start(self, ticket: Ticket, handle: str, category: str) -> Ticket:
        ticket = actions.start(ticket, actor=self._who(handle), at=self.at)
        return actions.categorize(ticket, category=self.firm.categories[category], actor=self._who(handle), at=self.at)

    def _escalate(self, ticket: Ticket, handle: str, category: str, wrong: str, tried: str, needed: str) -> Escalation:
        return second_line.escalate(
            ticket,
            category=self.firm.categories[category],
            wrong=wrong,
            tried=tried,
            needed=needed,
            actor=self._who(handle),
            at=self.at,
        )
