"""Chains are set up by administrators, in the product."""

from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import User
from escalation.models import Chain, Level, Manner, Step
from sites.models import Client
from tests.conftest import SignIn
from tickets.models import QuestionKind


def form_of(client: Client | None, *steps: tuple[str, str, int]) -> dict[str, str]:
    told = {
        "client": str(client.pk) if client else "",
        "kind_of_question": "technical",
        "steps-TOTAL_FORMS": str(len(steps)),
        "steps-INITIAL_FORMS": "0",
    }
    for index, (manner, level, minutes) in enumerate(steps):
        told |= {
            f"steps-{index}-position": str(index + 1),
            f"steps-{index}-manner": manner,
            f"steps-{index}-level": level,
            f"steps-{index}-minutes_to_acknowledge": str(minutes),
        }
    return told


def test_an_administrator_gives_a_client_its_own_chain_and_reads_it_as_a_sentence(
    sign_in: SignIn, administrator: User, brewery: Client
) -> None:
    browser = sign_in(administrator)
    steps = [(Manner.FUNCTIONAL, Level.ENGINEERS, 15), (Manner.HIERARCHICAL, Level.ICT_MANAGER, 60)]

    answer = browser.post(reverse("admin:escalation_chain_add"), form_of(brewery, *steps))

    assert answer.status_code == 302
    chain = Chain.objects.get(client=brewery)
    assert [step.level for step in chain.steps.all()] == ["engineers", "ict_manager"]
    assert LogEntry.objects.filter(user=administrator, object_id=str(chain.pk)).exists()
    page = browser.get(reverse("admin:escalation_chain_changelist")).content.decode()
    assert "system engineers, 15 min - Shared ICT Manager, 60 min" in page
    assert "every client" in page


def test_a_second_chain_of_a_kind_and_one_that_nobody_takes_are_refused_with_the_reason(
    sign_in: SignIn, administrator: User, brewery: Client
) -> None:
    browser, url = sign_in(administrator), reverse("admin:escalation_chain_add")

    second_default = browser.post(url, form_of(None, (Manner.FUNCTIONAL, Level.DESK, 15))).content.decode()
    assert "There is a default chain for this kind of question already." in second_default

    only_told = browser.post(url, form_of(brewery, (Manner.HIERARCHICAL, Level.ICT_MANAGER, 15))).content.decode()
    assert "Give the chain at least one step that takes the ticket." in only_told
    assert not Chain.objects.filter(client=brewery).exists()


def test_a_chain_is_changed_but_never_deleted_and_stays_that_of_its_client(
    sign_in: SignIn, administrator: User, brewery: Client
) -> None:
    browser = sign_in(administrator)
    chain = Chain.objects.get(client=None, kind_of_question=QuestionKind.NOT_IT)
    step = chain.steps.get()
    told = form_of(brewery, (Manner.FUNCTIONAL, Level.DESK, 90))
    told |= {"steps-INITIAL_FORMS": "1", "steps-0-id": str(step.pk), "steps-0-chain": str(chain.pk)}

    assert browser.post(reverse("admin:escalation_chain_change", args=[chain.pk]), told).status_code == 302
    assert browser.post(reverse("admin:escalation_chain_delete", args=[chain.pk])).status_code == 403

    chain.refresh_from_db()
    assert (chain.client, chain.kind_of_question) == (None, "not_it")
    assert Step.objects.get(chain=chain).minutes_to_acknowledge == 90


def test_nobody_else_sets_up_chains(sign_in: SignIn, fso: User, desk: User, requester: User) -> None:
    for person in (fso, desk, requester):
        assert sign_in(person).get(reverse("admin:escalation_chain_changelist")).status_code == 404
