from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_second_factor_and_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="keyboard_shortcuts",
            field=models.BooleanField(default=True, verbose_name="single letters act on tickets"),
        ),
    ]
