import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("escalation", "0002_default_chains"),
        ("tickets", "0004_a_call_back_is_asked_for_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="in nobody's hand since")),
                ("rounds", models.PositiveIntegerField(default=0, verbose_name="times called")),
                ("next_at", models.DateTimeField(verbose_name="next call at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "why_ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "somebody took it"),
                            ("not_critical", "it is no P1 any longer"),
                            ("finished", "it was solved or stopped"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="why it ended",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "alarm",
                "verbose_name_plural": "alarms",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["next_at", "id"], name="alarm_due"
                    ),
                    models.Index(fields=["ticket", "since", "id"], name="alarm_of_ticket"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("ticket",),
                        name="one_live_alarm_per_ticket",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("why_ended", "")),
                            models.Q(
                                ("ended_at__isnull", False), ("why_ended__in", ["taken", "not_critical", "finished"])
                            ),
                            _connector="OR",
                        ),
                        name="an_alarm_says_why_it_ended_if_and_only_if_it_did",
                    ),
                ],
            },
        ),
    ]
