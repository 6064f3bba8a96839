"""Functions by which records name others (see `sql/110_references.sql`)."""

from django.db import migrations

from xinglin.store.operations import InstallSql


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_api_token"),
    ]

    operations = [InstallSql("110_references.sql")]
