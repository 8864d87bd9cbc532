import django.db.models.deletion
from django.db import migrations, models

from tickets.migrations._numbers import numbers_still_begin_at_1001


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_what_was_promised")]

    operations = [
        migrations.AlterField(
            model_name="ticket",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.policyversion",
                verbose_name="service level it was opened under",
            ),
        ),
        numbers_still_begin_at_1001,
    ]
