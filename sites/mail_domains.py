"""Whose mail address says where somebody works, and whose does not.

Somebody whose verified address belongs to a client's mail domain joins that client by himself. At a public provider
everybody can have an address, so its domain says nothing; a shared address belongs to several people, so it says
nothing about who reads it. Both are refused here, in one place.
"""

import re
from typing import Final

PUBLIC_PROVIDERS: Final = frozenset(
    ["gmail.com", "googlemail.com", "outlook.com", "outlook.be", "outlook.fr", "hotmail.com", "hotmail.be", "hotmail.fr", "hotmail.nl", "hotmail.co.uk", "live.com", "live.be", "live.fr", "live.nl", "msn.com", "passport.com", "windowslive.com", "yahoo.com", "yahoo.be", "yahoo.fr", "yahoo.co.uk", "yahoo.de", "ymail.com", "rocketmail.com", "aol.com", "aim.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "tuta.io", "tuta.com", "gmx.com", "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "web.de", "mail.com", "email.com", "mail.de", "t-online.de", "freenet.de", "posteo.de", "mailbox.org", "zoho.com", "zohomail.eu", "fastmail.com", "fastmail.fm", "hey.com", "duck.com", "hushmail.com", "yandex.com", "yandex.ru", "mail.ru", "inbox.lv", "skynet.be", "belgacom.net", "proximus.be", "proximus.com", "telenet.be", "pandora.be", "scarlet.be", "scarlet.com", "voo.be", "brutele.be", "base.be", "base.com", "orange.be", "mobistar.be", "edpnet.be", "tvcablenet.be", "euphonynet.be", "versateladsl.be", "advalvas.be", "hotmail.lu", "tiscali.be", "tiscalinet.be", "chello.be", "coditel.be", "numericable.be", "planetinternet.be", "wol.be", "dommel.be", "dommel.com", "mobilevikings.be", "village.be", "swing.be", "win.be", "infonie.be", "busmail.net", "ulb.mail.be", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "bbox.fr", "neuf.fr", "club-internet.fr", "numericable.fr", "ziggo.nl", "kpnmail.nl", "kpnplanet.nl", "planet.nl", "hetnet.nl", "home.nl", "xs4all.nl", "casema.nl", "chello.nl", "upcmail.nl", "quicknet.nl", "mailinator.com", "yopmail.com", "guerrillamail.com", "10minutemail.com", "temp-mail.org", "trashmail.com", "sharklasers.com"]
)

SHARED_LOCAL_PARTS: Final = frozenset(
    ["info", "information", "infos", "contact", "contacts", "contacteer", "hello", "hallo", "bonjour", "mail", "email", "post", "postmaster", "webmaster", "hostmaster", "abuse", "root", "admin", "administrator", "administratie", "administration", "office", "kantoor", "bureau", "secretariat", "secretariaat", "reception", "receptie", "onthaal", "accueil", "balie", "front", "frontdesk", "compta", "comptabilite", "comptable", "boekhouding", "accounting", "accounts", "finance", "financien", "facture", "factures", "facturation", "facturatie", "invoice", "invoices", "billing", "payments", "paiements", "betalingen", "sales", "verkoop", "ventes", "vente", "commercial", "order", "orders", "bestelling", "bestellingen", "commande", "commandes", "aankoop", "achats", "purchase", "purchasing", "offerte", "offertes", "devis", "hr", "humanresources", "rh", "grh", "personeel", "personnel", "jobs", "job", "vacatures", "recrutement", "recruitment", "support", "helpdesk", "servicedesk", "service", "dienst", "it", "ict", "systems", "sysadmin", "noreply", "donotreply", "nepasrepondre", "nietbeantwoorden", "marketing", "communication", "communicatie", "press", "presse", "pers", "media", "news", "newsletter", "nieuwsbrief", "team", "all", "everyone", "iedereen", "tous", "staff", "direction", "directie", "management", "legal", "juridique", "privacy", "dpo", "gdpr", "security", "logistics", "logistiek", "logistique", "magazijn", "magasin", "warehouse", "stock", "planning", "expedition", "verzending", "scan", "scanner", "scanners", "printer", "print", "copier", "fax", "alarm", "voicemail", "backup", "monitoring", "server"]
)


def domain_of(address: str) -> str:
    """Return the part behind the last @, in lower case."""
    return address.rpartition("@")[2].lower()


def is_public(domain: str) -> bool:
    """Whether anybody can have an address at this domain, or at one that it belongs to."""
    parts = domain.lower().strip(".").split(".")
    return any(".".join(parts[start:]) in PUBLIC_PROVIDERS for start in range(len(parts)))


def is_shared(address: str) -> bool:
    """Whether several people read this address, as far as its first part tells: info@, no-reply@, sales2@, hr+jobs@."""
    local = address.rpartition("@")[0].lower().split("+", 1)[0]
    return re.sub(r"[^a-z]", "", local) in SHARED_LOCAL_PARTS


def name_from(address: str) -> str:
    """Return a first guess at a person's name: "emma.claes@..." is "Emma Claes"; the person corrects it himself."""
    local = address.rpartition("@")[0].split("+", 1)[0]
    words = [word for word in re.split(r"[._\-\d]+", local) if word]
    return " ".join(word.capitalize() for word in words)[:120] or local[:120]
