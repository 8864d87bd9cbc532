"""The firm can escalate from the first day: one default chain per kind of question, to be edited in the set-up."""

from django.db import migrations

DEFAULTS = {
    "technical": [("functional", "engineers", 30), ("hierarchical", "ict_manager", 60)],
    "infrastructure": [("functional", "ict_manager", 240)],
    "not_it": [("functional", "desk", 60)],
}


def make_default_chains(apps, schema_editor):
    Chain = apps.get_model("escalation", "Chain")
    Step = apps.get_model("escalation", "Step")
    for kind, steps in DEFAULTS.items():
        chain, made = Chain.objects.get_or_create(client=None, kind_of_question=kind)
        if made:
            Step.objects.bulk_create(
                Step(chain=chain, position=position, manner=manner, level=level, minutes_to_acknowledge=minutes)
                for position, (manner, level, minutes) in enumerate(steps, start=1)
            )


class Migration(migrations.Migration):
    dependencies = [("escalation", "0001_initial")]

    operations = [migrations.RunPython(make_default_chains, migrations.RunPython.noop)]
