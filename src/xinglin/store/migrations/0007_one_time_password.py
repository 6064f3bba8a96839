from django.db import migrations, models

from xinglin.store.operations import InstallSql


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_person_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="一次性密码有效至"),
        ),
        InstallSql("140_one_time_passwords.sql"),
    ]
