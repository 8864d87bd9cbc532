from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        migrations.RemoveField(model_name="user", name="has_code_only"),
        migrations.AddField(
            model_name="user",
            name="must_use_second_factor",
            field=models.BooleanField(default=False, verbose_name="must use a second factor"),
        ),
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="times that all sessions were ended"
            ),
        ),
    ]
