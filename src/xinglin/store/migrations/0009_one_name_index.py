"""Names are found by their pinyin key alone: a second index on them cost every person filed."""

from django.db import migrations

from xinglin.store.operations import InstallSql


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_publication"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="person", name="store_person_name"),
        InstallSql("130_person_index.sql"),
    ]
