"""Counters of limits."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0005_confirmation_queue'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('key', models.CharField(help_text='Von wem und wovon, verschlüsselt; jeden Tag eine andere.', max_length=64, primary_key=True, serialize=False, verbose_name='Prüfsumme')),
                ('count', models.PositiveIntegerField(default=0, help_text='Seit die Zeile entstand.', verbose_name='Wie oft')),
                ('expires', models.DateTimeField(db_index=True, help_text='Danach wird die Zeile gelöscht.', verbose_name='Gilt bis')),
            ],
            options={
                'verbose_name': 'Zähler einer Begrenzung',
                'verbose_name_plural': 'Zähler der Begrenzungen',
            },
        ),
    ]
