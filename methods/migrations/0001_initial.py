import datetime
import django.db.models.deletion
import knowledge.base.fields
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('knowledge', '0001_initial'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailforms', '0005_alter_formsubmission_form_data'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MethodIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='MethodCardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('access_level', models.CharField(default='oeffentlich', max_length=12)),
                ('released_on', models.DateField(blank=True, null=True)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=40)),
                ('other_names', models.CharField(blank=True, max_length=240)),
                ('purpose', models.CharField(max_length=200)),
                ('description', wagtail.fields.RichTextField(blank=True)),
                ('purpose_tags', knowledge.base.fields.ChoiceListField(blank=True, default=list)),
                ('phase_of_meeting', knowledge.base.fields.ChoiceListField(blank=True, default=list)),
                ('group_min', models.PositiveSmallIntegerField()),
                ('group_opt', models.PositiveSmallIntegerField()),
                ('group_max', models.PositiveSmallIntegerField()),
                ('group_size', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('group_note', models.CharField(blank=True, max_length=200)),
                ('duration_min', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('duration_typ', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('duration_max', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('duration_reason', models.CharField(blank=True, max_length=200)),
                ('prep_minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('difficulty', models.CharField(max_length=14)),
                ('when_not', models.TextField()),
                ('online', models.CharField(max_length=14)),
                ('online_text', models.TextField(blank=True)),
                ('conflict_fit', models.CharField(max_length=12)),
                ('confidentiality', models.CharField(max_length=18)),
                ('curator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('access_level__in', ['oeffentlich', 'alumni', 'staffel', 'redaktion'])), name='methods_methodcardpage_access_level_known'), models.CheckConstraint(condition=models.Q(('difficulty__in', ['ohne-uebung', 'etwas-uebung', 'erfahren', 'ausgebildet', ''])), name='methods_methodcardpage_difficulty_known'), models.CheckConstraint(condition=models.Q(('online__in', ['nur-praesenz', 'hybrid', 'gleichwertig', 'online-besser', ''])), name='methods_methodcardpage_online_known'), models.CheckConstraint(condition=models.Q(('conflict_fit__in', ['ungeeignet', 'mit-vorsicht', 'geeignet', ''])), name='methods_methodcardpage_conflict_fit_known'), models.CheckConstraint(condition=models.Q(('confidentiality__in', ['offen', 'chatham', 'streng-vertraulich', ''])), name='methods_methodcardpage_confidentiality_known'), models.CheckConstraint(condition=models.Q(('group_min__gte', 1)), name='methods_methodcardpage_group_min_in_range'), models.CheckConstraint(condition=models.Q(('group_size__gte', 1)), name='methods_methodcardpage_group_size_in_range'), models.CheckConstraint(condition=models.Q(('group_opt__gte', models.F('group_min')), ('group_max__gte', models.F('group_opt'))), name='methods_methodcardpage_group_opt_rising')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='MethodChallengeArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='challenge_area_items', to='methods.methodcardpage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s_items', to='knowledge.challengearea')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='methodcardpage',
            name='challenge_areas',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, through='methods.MethodChallengeArea', to='knowledge.ChallengeArea'),
        ),
        migrations.CreateModel(
            name='MethodCombination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('position', models.CharField(max_length=6)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='combinations', to='methods.methodcardpage')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='combined_by', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('position__in', ['davor', 'danach', ''])), name='methods_methodcombination_position_known')],
            },
        ),
        migrations.CreateModel(
            name='MethodMaterial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('item', models.CharField(max_length=160)),
                ('quantity', models.PositiveSmallIntegerField(default=1)),
                ('rule', models.CharField(default='fest', max_length=10)),
                ('group_size', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('rule__in', ['fest', 'je-person', 'je-gruppe', ''])), name='methods_methodmaterial_rule_known'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='methods_methodmaterial_quantity_in_range'), models.CheckConstraint(condition=models.Q(('group_size__gte', 1)), name='methods_methodmaterial_group_size_in_range'), models.CheckConstraint(condition=models.Q(models.Q(('rule__in', ['je-gruppe']), _negated=True), ('group_size__isnull', False), _connector='OR'), name='methods_methodmaterial_group_size_needed')],
            },
        ),
        migrations.CreateModel(
            name='MethodPhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('title', models.CharField(max_length=120)),
                ('minutes_min', models.PositiveSmallIntegerField()),
                ('minutes_typ', models.PositiveSmallIntegerField()),
                ('minutes_max', models.PositiveSmallIntegerField()),
                ('social_form', models.CharField(max_length=80)),
                ('instruction', models.TextField()),
                ('script', models.TextField(blank=True)),
                ('output', models.CharField(blank=True, max_length=200)),
                ('material', models.CharField(blank=True, max_length=200)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes_typ__gte', 1)), name='methods_methodphase_minutes_typ_in_range'), models.CheckConstraint(condition=models.Q(('minutes_typ__gte', models.F('minutes_min')), ('minutes_max__gte', models.F('minutes_typ'))), name='methods_methodphase_minutes_typ_rising')],
            },
        ),
        migrations.CreateModel(
            name='MethodPitfall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('sign', models.CharField(max_length=240)),
                ('remedy', models.CharField(max_length=240)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pitfalls', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MethodQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.CharField(max_length=240)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MethodRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('role', models.CharField(max_length=14)),
                ('task', models.CharField(max_length=240)),
                ('count', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['moderation', 'fallgebende', 'beratende', 'protokoll', 'zeit', 'gastgebende', 'beobachtung', 'weitere', ''])), name='methods_methodrole_role_known'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='methods_methodrole_count_in_range')],
            },
        ),
        migrations.CreateModel(
            name='MethodSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.CharField(max_length=300)),
                ('url', models.URLField(blank=True)),
                ('licence', models.CharField(blank=True, max_length=120)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MethodTip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.CharField(max_length=300)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tips', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MethodVariant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('name', models.CharField(max_length=120)),
                ('change', models.TextField()),
                ('group', models.CharField(blank=True, max_length=80)),
                ('minutes', models.CharField(blank=True, max_length=40)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SessionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('start', models.TimeField(default=datetime.time(9, 30))),
                ('planned_end', models.TimeField(blank=True, null=True)),
                ('n_participants', models.PositiveSmallIntegerField(default=12)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='session_plans', to='knowledge.workingmeeting')),
            ],
            options={
                'ordering': ['title'],
                'constraints': [models.CheckConstraint(condition=models.Q(('n_participants__gte', 1), ('n_participants__lte', 999)), name='methods_sessionplan_n_participants_in_range'), models.CheckConstraint(condition=models.Q(('planned_end__gt', models.F('start'))), name='methods_sessionplan_planned_end_rising')],
            },
        ),
        migrations.CreateModel(
            name='SessionBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('title', models.CharField(max_length=160)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('method', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='session_blocks', to='methods.methodcardpage')),
                ('plan', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='methods.sessionplan')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='methods_sessionblock_minutes_in_range')],
            },
        ),
        migrations.CreateModel(
            name='UsageReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('participants', models.PositiveSmallIntegerField()),
                ('planned_minutes', models.PositiveSmallIntegerField()),
                ('actual_minutes', models.PositiveSmallIntegerField()),
                ('worked', models.PositiveSmallIntegerField()),
                ('adapted', models.TextField(blank=True)),
                ('accessibility_note', models.TextField(blank=True)),
                ('quote', models.CharField(blank=True, max_length=240)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='usage_reports', to='methods.methodcardpage')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='usage_reports', to='knowledge.workingmeeting')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('participants__gte', 1)), name='methods_usagereport_participants_in_range'), models.CheckConstraint(condition=models.Q(('planned_minutes__gte', 1)), name='methods_usagereport_planned_minutes_in_range'), models.CheckConstraint(condition=models.Q(('actual_minutes__gte', 1)), name='methods_usagereport_actual_minutes_in_range'), models.CheckConstraint(condition=models.Q(('worked__gte', 1), ('worked__lte', 5)), name='methods_usagereport_worked_in_range')],
            },
        ),
        migrations.CreateModel(
            name='MethodAccessNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('need', models.CharField(max_length=10)),
                ('note', models.CharField(max_length=300)),
                ('card', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_notes', to='methods.methodcardpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('need__in', ['sehen', 'hoeren', 'bewegung', 'sprache', 'reizschutz', ''])), name='methods_methodaccessnote_need_known')],
            },
        ),
    ]
