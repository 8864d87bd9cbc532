from django.db import migrations


class Migration(migrations.Migration):
    """Which clients are served around the clock stands in what is promised to them, in the room of tickets."""

    dependencies = [("sites", "0002_opening_hours")]

    operations = [migrations.RemoveField(model_name="client", name="around_the_clock")]
