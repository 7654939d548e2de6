import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CommandRun',
            fields=[
                ('command', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('ended', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='FallbackIndex',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('seen', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('target', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('identity', models.CharField(max_length=32)),
                ('counter', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField(default=0)),
                ('expires', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='GlossaryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('row_version', models.PositiveIntegerField(default=1)),
                ('term', models.CharField(max_length=100, unique=True)),
                ('equivalents', models.TextField()),
                ('kind', models.CharField(default='synonym', max_length=20)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['term'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['synonym', 'abbreviation', 'blocked'])), name='search_glossaryentry_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='IndexJob',
            fields=[
                ('version', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(db_index=True, max_length=255)),
                ('kind', models.CharField(max_length=40)),
                ('object_id', models.CharField(blank=True, max_length=64)),
                ('action', models.CharField(max_length=10)),
                ('target', models.CharField(blank=True, db_index=True, default='', max_length=40)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['upsert', 'remove'])), name='search_indexjob_action_known')],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('mailbox', models.CharField(db_index=True, max_length=254)),
                ('language', models.CharField(default='de', max_length=5)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('address', models.TextField()),
                ('rhythm', models.CharField(default='woechentlich', max_length=16)),
                ('last_sent', models.DateTimeField(blank=True, null=True)),
                ('seen', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-created'],
                'constraints': [models.CheckConstraint(condition=models.Q(('rhythm__in', ['sofort', 'woechentlich', 'monatlich'])), name='search_savedsearch_rhythm_known')],
            },
        ),
        migrations.CreateModel(
            name='UnansweredQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=120)),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-day', '-count'],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='search_unansweredquery_count_in_range'), models.UniqueConstraint(fields=('text', 'day'), name='search_unanswered_text_day')],
            },
        ),
    ]
