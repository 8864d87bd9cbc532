"""Who is who in the story: the people of the firm, its clients, their places and their people. All invented."""

from dataclasses import dataclass, field, replace

from accounts.models import Role
from demo.faces import Look
from sites.models import Function, ServiceModel, Standing
from tickets.models import Priority, QuestionKind
from tickets.targets import USUAL, Terms

FIRM_DOMAIN = "lumen-it.example"

_AROUND_THE_CLOCK = tuple(replace(terms, around_the_clock=terms.priority == Priority.P1) for terms in USUAL)
"""As the firm promises everybody, but every minute counts when nothing works any more."""


@dataclass(frozen=True)
class Colleague:
    """A person of the firm. ``handle`` is the address before the @ and how this page names him."""

    handle: str
    name: str
    language: str
    roles: tuple[str, ...]
    look: Look
    phone: str
    is_team_lead: bool = False

    @property
    def email(self) -> str:
        """The address at the firm's domain."""
        return f"{self.handle}@{FIRM_DOMAIN}"


@dataclass(frozen=True)
class Employee:
    """A person of a client. Without a handle he is known by name alone and cannot sign in. ``place``: index of the site."""

    name: str
    handle: str = ""
    language: str = ""
    place: int = 0
    standing: str = Standing.REQUESTER


@dataclass(frozen=True)
class Place:
    """A site of a client, and when its FSO comes: (weekday from Monday = 0, from hour, until hour)."""

    name: str
    address: str
    visits: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Company:
    """A client. ``served_by``: pairs (handle of a colleague, function). ``share``: its part of the tickets.

    ships: whether goods leave the house. agreement: what is promised to it alone (empty = what the firm promises everybody).
    """

    name: str
    domain: str
    language: str
    service_model: str
    places: tuple[Place, ...]
    served_by: tuple[tuple[str, str], ...]
    people: tuple[Employee, ...]
    share: int
    agreement: tuple[Terms, ...] = ()
    is_open: bool = True
    ships: bool = False
    documentation_url: str = ""
    chain_of_its_own: tuple[str, tuple[tuple[str, str, int], ...]] | None = field(default=None)


_DAY, _NIGHT = "#d9e6e0", "#dfe3ee"

COLLEAGUES = (
    Colleague(
        "ines",
        "Inès Vercammen",
        "en",
        (Role.FSO,),
        Look("long", "#5b3420", "#f0c4a0", "#0b5c50", _DAY),
        "0470 55 01 11",
    ),
    Colleague(
        "dario", "Dario Conti", "nl", (Role.FSO,), Look("short", "#241a14", "#dba882", "#7a4a1c", _DAY), "0470 55 01 12"
    ),
    Colleague(
        "wim", "Wim Declercq", "nl", (Role.FSO,), Look("bald", "#6d5a48", "#f2cdb0", "#2f5d3a", _DAY), "0470 55 01 13"
    ),
    Colleague(
        "marleen",
        "Marleen Peeters",
        "en",
        (Role.DESK,),
        Look("bun", "#8d8a86", "#eec3a4", "#57329a", _DAY),
        "02 555 01 21",
    ),
    Colleague(
        "an",
        "An Willems",
        "nl",
        (Role.DESK,),
        Look("bob", "#b0743a", "#f4d2b6", "#8f4300", _DAY, glasses=True),
        "02 555 01 22",
        is_team_lead=True,
    ),
    Colleague(
        "thibault",
        "Thibault Martin",
        "fr",
        (Role.ENGINEER,),
        Look("beard", "#8a5a2b", "#f3cfb0", "#3b4a6b", _NIGHT),
        "0470 55 01 31",
    ),
    Colleague(
        "sofie",
        "Sofie Maes",
        "nl",
        (Role.ENGINEER,),
        Look("bob", "#2b211c", "#f0c9aa", "#1f4e8c", _NIGHT),
        "0470 55 01 32",
    ),
    Colleague(
        "nadia",
        "Nadia Haddad",
        "en",
        (Role.ENGINEER,),
        Look("long", "#20160f", "#c98e62", "#6a4b00", _NIGHT, glasses=True),
        "0470 55 01 33",
    ),
    Colleague(
        "yannick",
        "Yannick Dubois",
        "en",
        (Role.ICT_MANAGER,),
        Look("beard", "#20160f", "#c98e62", "#31557f", _NIGHT),
        "0470 55 01 41",
    ),
    Colleague(
        "pascal",
        "Pascal Leroy",
        "fr",
        (Role.ICT_MANAGER,),
        Look("short", "#9a958f", "#efc6a8", "#48514e", _NIGHT, glasses=True),
        "0470 55 01 42",
    ),
    Colleague(
        "katrien",
        "Katrien Aerts",
        "en",
        (Role.ADMINISTRATOR,),
        Look("bun", "#7b3f1d", "#f2cbb0", "#7d2850", _NIGHT),
        "02 555 01 51",
    ),
)

_CONTACT = Standing.CONTACT

COMPANIES = (
    Company(
        "Brouwerij Hopveld",
        "hopveld.example",
        "nl",
        ServiceModel.NO_IT,
        (
            Place("Aalst", "Hopmarkt 14, 9300 Aalst", ((1, 9, 12), (3, 13, 16))),
            Place("Ninove", "Fabriekslaan 3, 9400 Ninove", ((4, 9, 11),)),
        ),
        (
            ("ines", Function.FSO),
            ("dario", Function.STAND_IN),
            ("thibault", Function.ENGINEER),
            ("sofie", Function.ENGINEER),
            ("yannick", Function.ICT_MANAGER),
        ),
        (
            Employee("Emma Claes", "emma", "en"),
            Employee("Bart Goossens", "bart", "en", standing=_CONTACT),
            Employee("Joke Van Hove", "joke", "nl"),
            Employee("Koen De Smet", "koen", "nl"),
            Employee("Lies Verhulst", "lies", "nl", 1),
            Employee("Mohamed El Amrani", "mohamed", "nl", 1),
            Employee("Peter Callewaert", "peter", "nl"),
            Employee("Rita", "", "nl", 1),
        ),
        26,
        ships=True,
        agreement=_AROUND_THE_CLOCK,
        documentation_url="https://docs.lumen-it.example/hopveld",
    ),
    Company(
        "Étude Lambrecht",
        "etude-lambrecht.example",
        "fr",
        ServiceModel.NO_IT,
        (
            Place("Ixelles", "Avenue des Saisons 88, 1050 Ixelles", ((0, 9, 12),)),
            Place("Wavre", "Rue du Pont 5, 1300 Wavre", ((2, 9, 12),)),
        ),
        (
            ("ines", Function.FSO),
            ("dario", Function.STAND_IN),
            ("thibault", Function.ENGINEER),
            ("yannick", Function.ICT_MANAGER),
        ),
        (
            Employee("Claire Lambrecht", "claire", "fr", standing=_CONTACT),
            Employee("Amélie Fontaine", "amelie", "fr"),
            Employee("Olivier Renard", "olivier", "fr", 1),
            Employee("Sarah Janssens", "sarah", "nl"),
            Employee("Hugo Marchal", "hugo", "fr", 1),
            Employee("Daniel Okafor", "daniel", "en"),
        ),
        15,
        documentation_url="https://docs.lumen-it.example/lambrecht",
    ),
    Company(
        "Garage Dewinter",
        "dewinter.example",
        "nl",
        ServiceModel.NO_IT,
        (Place("Vilvoorde", "Mechelsesteenweg 210, 1800 Vilvoorde", ((1, 14, 16), (4, 13, 15))),),
        (
            ("wim", Function.FSO),
            ("ines", Function.STAND_IN),
            ("sofie", Function.ENGINEER),
            ("nadia", Function.ENGINEER),
            ("pascal", Function.ICT_MANAGER),
        ),
        (
            Employee("Annick Dewinter", "annick", "nl", standing=_CONTACT),
            Employee("Luc Servais", "luc", "fr"),
            Employee("Stijn Bogaert", "stijn", "nl"),
            Employee("Ilse Vrancken", "ilse", "nl"),
            Employee("Tom Hendrickx", "tom", "nl"),
            Employee("Sven", "", "nl"),
        ),
        14,
        ships=True,
    ),
    Company(
        "Ateliers Noiset",
        "noiset.example",
        "fr",
        ServiceModel.NO_IT,
        (Place("Namur", "Rue des Forges 27, 5000 Namur", ((0, 13, 16), (3, 9, 11))),),
        (
            ("dario", Function.FSO),
            ("wim", Function.STAND_IN),
            ("thibault", Function.ENGINEER),
            ("nadia", Function.ENGINEER),
            ("pascal", Function.ICT_MANAGER),
        ),
        (
            Employee("Béatrice Noiset", "beatrice", "fr", standing=_CONTACT),
            Employee("Grégory Piron", "gregory", "fr"),
            Employee("Fatima Benali", "fatima", "fr"),
            Employee("Jean-Luc Dumont", "jean-luc", "fr"),
            Employee("Marie Collard", "marie", "fr"),
            Employee("Michel, atelier", "", "fr"),
        ),
        12,
        ships=True,
    ),
    Company(
        "Meridian Logistics",
        "meridian-logistics.example",
        "en",
        ServiceModel.OWN_IT,
        (
            Place("Zaventem", "Vliegveldlaan 40, 1930 Zaventem", ((2, 9, 12),)),
            Place("Antwerp", "Noorderlaan 133, 2030 Antwerp", ((3, 9, 12),)),
        ),
        (
            ("wim", Function.FSO),
            ("dario", Function.STAND_IN),
            ("sofie", Function.ENGINEER),
            ("nadia", Function.ENGINEER),
            ("yannick", Function.ICT_MANAGER),
        ),
        (
            Employee("Priya Nair", "priya", "en", standing=_CONTACT),
            Employee("James Whitfield", "james", "en"),
            Employee("Ellen Baert", "ellen", "nl", 1),
            Employee("Tomasz Nowak", "tomasz", "en", 1),
            Employee("Laura Simons", "laura", "en"),
            Employee("Kevin Maes", "kevin", "nl", 1),
            Employee("Grace Mensah", "grace", "en"),
        ),
        18,
        ships=True,
        chain_of_its_own=(QuestionKind.TECHNICAL, (("functional", "engineers", 15), ("functional", "desk", 30))),
    ),
    Company(
        "Groupe Santerre",
        "santerre.example",
        "fr",
        ServiceModel.CENTRAL_IT,
        (
            Place("Tournai", "Boulevard du Roi Albert 61, 7500 Tournai"),
            Place("Liège", "Quai de la Batte 12, 4000 Liège"),
        ),
        (("thibault", Function.ENGINEER), ("pascal", Function.ICT_MANAGER)),
        (
            Employee("Nathalie Santerre", "nathalie", "fr", standing=_CONTACT),
            Employee("Vincent Delhaye", "vincent", "fr"),
            Employee("Aurélie Mathieu", "aurelie", "fr", 1),
            Employee("Karim Bouzid", "karim", "fr", 1),
            Employee("Sylvie Lejeune", "sylvie", "fr"),
            Employee("Robin Carlier", "robin", "fr"),
        ),
        8,
    ),
    Company(
        "Zorgpunt De Linde",
        "zorgpunt-delinde.example",
        "nl",
        ServiceModel.CENTRAL_IT,
        (Place("Gent", "Lindelei 9, 9000 Gent", ((1, 9, 12),)),),
        (
            ("dario", Function.FSO),
            ("ines", Function.STAND_IN),
            ("sofie", Function.ENGINEER),
            ("yannick", Function.ICT_MANAGER),
        ),
        (
            Employee("Hilde Verbeke", "hilde", "nl", standing=_CONTACT),
            Employee("Jana De Backer", "jana", "nl"),
            Employee("Pieter Lambert", "pieter", "nl"),
            Employee("Nele Van Acker", "nele", "nl"),
            Employee("Ahmed Yilmaz", "ahmed", "nl"),
            Employee("Onthaal", "", "nl"),
        ),
        11,
    ),
    Company(
        "Kantoor Vermassen",
        "vermassen.example",
        "nl",
        ServiceModel.NO_IT,
        (Place("Leuven", "Bondgenotenlaan 77, 3000 Leuven"),),
        (("ines", Function.FSO), ("yannick", Function.ICT_MANAGER)),
        (
            Employee("Geert Vermassen", "geert", "nl", standing=_CONTACT),
            Employee("Lotte Claeys", "lotte", "nl"),
            Employee("Wout Segers", "wout", "nl"),
        ),
        0,
        is_open=False,
    ),
)


@dataclass(frozen=True)
class Subject:
    """A category of the firm: its names, the kind of question, and the least priority it may have."""

    code: str
    en: str
    fr: str
    nl: str
    kind: str = QuestionKind.TECHNICAL
    floor: int | None = None
    floor_always: bool = False


SUBJECTS = (
    Subject("mail", "Mail", "Messagerie", "Mail"),
    Subject("printing", "Printing", "Impression", "Afdrukken"),
    Subject("network", "Network", "Réseau", "Netwerk", floor=2),
    Subject("server", "Server", "Serveur", "Server", floor=2),
    Subject("security", "Security", "Sécurité", "Beveiliging", floor=2, floor_always=True),
    Subject("phone", "Telephony", "Téléphonie", "Telefonie"),
    Subject("software", "Software", "Logiciels", "Software"),
    Subject("account", "Accounts and passwords", "Comptes et mots de passe", "Accounts en wachtwoorden"),
    Subject("hardware", "Hardware", "Matériel", "Hardware"),
    Subject(
        "renewal",
        "Renewal and purchase",
        "Renouvellement et achat",
        "Vernieuwing en aankoop",
        QuestionKind.INFRASTRUCTURE,
    ),
    Subject("not_it", "Not IT", "Hors IT", "Niet-IT", QuestionKind.NOT_IT),
)
