from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_an_override_is_kept")]

    operations = [
        migrations.AddField(
            model_name="callback",
            name="once",
            field=models.UUIDField(blank=True, null=True, unique=True, verbose_name="one-time key"),
        ),
    ]
