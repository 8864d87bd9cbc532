import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from tickets.migrations._numbers import numbers_still_begin_at_1001


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0001_initial"),
        ("sites", "0002_opening_hours"),
        ("tickets", "0010_what_is_solved_closes_by_itself"),
        ("visits", "0003_visits_are_found_by_when_they_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProblemEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("occurred_at", models.DateTimeField(verbose_name="happened at")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "event of a known problem",
                "verbose_name_plural": "events of known problems",
            },
        ),
        migrations.CreateModel(
            name="ProblemPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_at", models.DateTimeField(verbose_name="said at")),
            ],
            options={
                "verbose_name": "person with a known problem",
                "verbose_name_plural": "people with a known problem",
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False, verbose_name="number")),
                ("what", models.CharField(max_length=255, verbose_name="what it is")),
                ("workaround", models.TextField(blank=True, verbose_name="what to do meanwhile")),
                ("public_en", models.TextField(blank=True, verbose_name="public words in English")),
                ("public_fr", models.TextField(blank=True, verbose_name="public words in French")),
                ("public_nl", models.TextField(blank=True, verbose_name="public words in Dutch")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seen", "seen"),
                            ("known", "known"),
                            ("being_solved", "being solved"),
                            ("gone", "gone"),
                        ],
                        default="seen",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("next_word_at", models.DateTimeField(blank=True, null=True, verbose_name="next word at")),
                ("noted_at", models.DateTimeField(verbose_name="noted at")),
                ("gone_at", models.DateTimeField(blank=True, null=True, verbose_name="gone at")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sites.client",
                        verbose_name="client",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sites.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "known problem",
                "verbose_name_plural": "known problems",
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sites.client",
                        verbose_name="client",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sites.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="tickets.problem",
                        verbose_name="known problem",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
            },
        ),
        migrations.AddField(
            model_name="ticket",
            name="problem",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="tickets.problem",
                verbose_name="known problem",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("problem__isnull", False)), fields=["problem"], name="ticket_of_problem"
            ),
        ),
        migrations.AddField(
            model_name="problemevent",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="problemevent",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="tickets.problem",
                verbose_name="known problem",
            ),
        ),
        migrations.AddField(
            model_name="problemevent",
            name="words",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="history.words",
                verbose_name="words",
            ),
        ),
        migrations.AddField(
            model_name="problemperson",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.client", verbose_name="client"
            ),
        ),
        migrations.AddField(
            model_name="problemperson",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="problemperson",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="people",
                to="tickets.problem",
                verbose_name="known problem",
            ),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(
                condition=models.Q(("state", "gone"), _negated=True), fields=["client"], name="problem_of_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["seen", "known", "being_solved", "gone"])),
                name="a_problem_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("gone_at__isnull", False), ("state", "gone")),
                    models.Q(models.Q(("state", "gone"), _negated=True), ("gone_at__isnull", True)),
                    _connector="OR",
                ),
                name="gone_at_is_set_if_and_only_if_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("site__isnull", True), ("client__isnull", False), _connector="OR"),
                name="a_place_of_a_problem_is_of_its_client",
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(
                condition=models.Q(("ends_at__isnull", True)), fields=["client"], name="announced_to_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client__isnull", True), ("ends_at__isnull", True)),
                fields=("problem",),
                name="a_problem_is_announced_once_to_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at__isnull", True), ("site__isnull", True)),
                fields=("problem", "client"),
                name="a_problem_is_announced_once_per_client",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at__isnull", True)),
                fields=("problem", "site"),
                name="a_problem_is_announced_once_per_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(("site__isnull", True), ("client__isnull", False), _connector="OR"),
                name="an_announced_place_is_of_its_client",
            ),
        ),
        migrations.AddIndex(
            model_name="problemevent",
            index=models.Index(fields=["problem", "occurred_at", "id"], name="problem_event_history"),
        ),
        migrations.AddConstraint(
            model_name="problemperson",
            constraint=models.UniqueConstraint(fields=("problem", "person"), name="a_problem_is_mine_once"),
        ),
        numbers_still_begin_at_1001,
    ]
