from django.db import migrations

from xinglin.store.operations import InstallSql


class Migration(migrations.Migration):
    dependencies = [("store", "0014_disease_control")]

    operations = [InstallSql("200_queue.sql")]
