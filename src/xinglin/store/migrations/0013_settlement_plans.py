from django.db import migrations

from xinglin.store.operations import InstallSql


class Migration(migrations.Migration):
    dependencies = [("store", "0012_disclosures")]

    operations = [InstallSql("160_settlements.sql")]
