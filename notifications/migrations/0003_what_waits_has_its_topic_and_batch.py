"""What waits across the upgrade is told fact by fact, and under the kind of news that its fact is for its reader."""

import uuid

from django.db import migrations

TOPICS = {
    ("firm", "replied"): "words",
    ("firm", "works_again"): "words",
    ("firm", "reopened"): "words",
    ("firm", "reported"): "new",
    ("firm", "recorded"): "new",
    ("firm", "assigned"): "assigned",
    ("firm", "escalated"): "offers",
    ("firm", "offered_anew"): "offers",
    ("firm", "handed_back"): "handed_back",
    ("firm", "reach_confirmed"): "critical",
    ("firm", "categorized"): "critical",
    ("firm", "priority_overridden"): "critical",
    ("firm", "person_added"): "welcome",
    ("client", "reported"): "received",
    ("client", "recorded"): "received",
    ("client", "resolved"): "solved",
    ("client", "cancelled"): "finished",
    ("client", "member_added"): "welcome",
    ("client", "client_opened"): "welcome",
}


def name_topics(apps, schema_editor):
    notification = apps.get_model("notifications", "Notification")
    for (side, kind), topic in TOPICS.items():
        notification.objects.filter(kind=kind, person__side=side).update(topic=topic)
    in_app = notification.objects.filter(channel="in_app", topic="answers").exclude(kind="answered")
    in_app.filter(person__side="firm").update(topic="changes")
    in_app.filter(person__side="client").update(topic="progress")


def give_each_its_own_batch(apps, schema_editor):
    pending = apps.get_model("notifications", "Pending")
    waiting = pending.objects.filter(done_at__isnull=True).only("pk")
    rows = [pending(pk=row.pk, batch=uuid.uuid4()) for row in waiting.iterator()]
    pending.objects.bulk_update(rows, ["batch"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_people_choose_and_the_outbox_explains")]

    operations = [
        migrations.RunPython(name_topics, migrations.RunPython.noop),
        migrations.RunPython(give_each_its_own_batch, migrations.RunPython.noop),
    ]
