from django.db import migrations

from xinglin.store.operations import InstallSql


class Migration(migrations.Migration):
    dependencies = [("store", "0013_settlement_plans")]

    operations = [InstallSql("190_disease_control.sql")]
