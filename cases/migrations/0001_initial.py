import cases.models.raw_case
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
        ('auth', '0012_alter_user_first_name_max_length'),
        ('knowledge', '0001_initial'),
        ('methods', '0001_initial'),
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
            name='CaseIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CaseChallengeArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s_items', to='knowledge.challengearea')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CasePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('access_level', models.CharField(default='oeffentlich', max_length=12)),
                ('released_on', models.DateField(blank=True, null=True)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=40)),
                ('federal_state', models.CharField(default='SUED', max_length=4)),
                ('size_band', models.CharField(max_length=20)),
                ('finance_band', models.CharField(blank=True, max_length=16)),
                ('workforce_band', models.CharField(blank=True, max_length=12)),
                ('period_band', models.CharField(max_length=9)),
                ('kernel', models.TextField(max_length=500)),
                ('case_kind', models.CharField(default='beratung', max_length=12)),
                ('concern_type', models.CharField(max_length=12)),
                ('initial_situation', wagtail.fields.StreamField([('paragraph', 0), ('facts', 2), ('quote', 5)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {}), 2: ('wagtail.blocks.ListBlock', (1,), {}), 3: ('wagtail.blocks.TextBlock', (), {}), 4: ('wagtail.blocks.CharBlock', (), {'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 3), ('role', 4)]], {})})),
                ('history', wagtail.fields.RichTextField(blank=True)),
                ('key_question', models.CharField(max_length=220)),
                ('constraints', knowledge.base.fields.ChoiceListField(blank=True, default=list)),
                ('consult_module', models.CharField(blank=True, max_length=20)),
                ('takeaway', models.TextField(blank=True, max_length=400)),
                ('outcome', models.CharField(default='offen', max_length=12)),
                ('effects', knowledge.base.fields.ChoiceListField(blank=True, default=list)),
                ('effects_text', models.TextField(blank=True)),
                ('evidence_level', models.CharField(max_length=16)),
                ('effort_money', models.CharField(blank=True, max_length=10)),
                ('effort_time', models.CharField(blank=True, max_length=10)),
                ('effort_staff', models.CharField(blank=True, max_length=10)),
                ('lang_simple', models.TextField(blank=True, max_length=400)),
                ('departments', knowledge.base.fields.ChoiceListField(blank=True, default=list)),
                ('challenge_areas', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, through='cases.CaseChallengeArea', to='knowledge.ChallengeArea')),
                ('policy_fields', modelcluster.fields.ParentalManyToManyField(related_name='cases', to='knowledge.policyfield')),
                ('sdgs', modelcluster.fields.ParentalManyToManyField(blank=True, to='knowledge.sustainabledevelopmentgoal')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('federal_state__in', ['BY', 'BW', 'SUED', ''])), name='cases_casepage_federal_state_known'), models.CheckConstraint(condition=models.Q(('size_band__in', ['landgemeinde-klein', 'landgemeinde', 'kleinstadt-klein', 'kleinstadt', 'stadt-ab-20000', 'landkreis', ''])), name='cases_casepage_size_band_known'), models.CheckConstraint(condition=models.Q(('period_band__in', ['2018-2020', '2021-2023', '2024-2026', ''])), name='cases_casepage_period_band_known'), models.CheckConstraint(condition=models.Q(('finance_band__in', ['entspannt', 'ausgeglichen', 'angespannt', 'konsolidierung', ''])), name='cases_casepage_finance_band_known'), models.CheckConstraint(condition=models.Q(('workforce_band__in', ['unter-15', '15-50', '50-200', 'ueber-200', ''])), name='cases_casepage_workforce_band_known'), models.CheckConstraint(condition=models.Q(('access_level__in', ['oeffentlich', 'alumni', 'staffel', 'redaktion'])), name='cases_casepage_access_level_known'), models.CheckConstraint(condition=models.Q(('case_kind__in', ['beratung', 'rueckblick', 'scheitern', 'gute-praxis', ''])), name='cases_casepage_case_kind_known'), models.CheckConstraint(condition=models.Q(('concern_type__in', ['entscheiden', 'verstehen', 'gewinnen', 'konflikt', 'ordnen', 'durchhalten', 'neu-erfinden', ''])), name='cases_casepage_concern_type_known'), models.CheckConstraint(condition=models.Q(('consult_module__in', ['brainstorming', 'kopfstand', 'resonanzrunde', 'hypothesen', 'erster-schritt', 'gute-ratschlaege', 'identifikation', ''])), name='cases_casepage_consult_module_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['offen', 'begonnen', 'umgesetzt', 'veraendert', 'gescheitert', 'aufgegeben', 'unbekannt', ''])), name='cases_casepage_outcome_known'), models.CheckConstraint(condition=models.Q(('evidence_level__in', ['einschaetzung', 'mehrere-stimmen', 'zahlen', 'extern-geprueft', ''])), name='cases_casepage_evidence_level_known'), models.CheckConstraint(condition=models.Q(('effort_money__in', ['0', 'unter-5', '5-50', '50-500', 'ueber-500', ''])), name='cases_casepage_effort_money_known'), models.CheckConstraint(condition=models.Q(('effort_time__in', ['tage', 'wochen', 'monate', 'jahre', ''])), name='cases_casepage_effort_time_known'), models.CheckConstraint(condition=models.Q(('effort_staff__in', ['unter-5', '5-20', '20-100', 'ueber-100', ''])), name='cases_casepage_effort_staff_known')],
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='CaseMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_uses', to='methods.methodcardpage')),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_methods', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_links', to='knowledge.workingmeeting')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_link', to='cases.casepage')),
            ],
        ),
        migrations.CreateModel(
            name='CaseIdea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.TextField()),
                ('effort', models.CharField(max_length=1)),
                ('reach', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(max_length=14)),
                ('reason', models.TextField(blank=True)),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='ideas', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('effort__in', ['S', 'M', 'L', ''])), name='cases_caseidea_effort_known'), models.CheckConstraint(condition=models.Q(('status__in', ['aufgegriffen', 'geparkt', 'verworfen', ''])), name='cases_caseidea_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['geparkt', 'verworfen']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='cases_caseidea_reason_needed')],
            },
        ),
        migrations.CreateModel(
            name='CaseHypothesis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.TextField()),
                ('resonance', models.CharField(max_length=8)),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='hypotheses', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('resonance__in', ['trifft', 'teils', 'nicht', ''])), name='cases_casehypothesis_resonance_known')],
            },
        ),
        migrations.CreateModel(
            name='CaseFollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('after', models.PositiveSmallIntegerField()),
                ('status', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('effects', models.TextField(blank=True)),
                ('cost_band', models.CharField(blank=True, max_length=10)),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='followups', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('after__in', [6, 12, 24])), name='cases_casefollowup_after_known'), models.CheckConstraint(condition=models.Q(('status__in', ['offen', 'begonnen', 'umgesetzt', 'veraendert', 'gescheitert', 'aufgegeben', 'unbekannt', ''])), name='cases_casefollowup_status_known'), models.CheckConstraint(condition=models.Q(('cost_band__in', ['0', 'unter-5', '5-50', '50-500', 'ueber-500', ''])), name='cases_casefollowup_cost_band_known'), models.UniqueConstraint(fields=('case', 'after'), name='one_followup_per_date')],
            },
        ),
        migrations.AddField(
            model_name='casechallengearea',
            name='content_object',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='challenge_area_items', to='cases.casepage'),
        ),
        migrations.CreateModel(
            name='CaseActor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('role', models.CharField(max_length=120)),
                ('interest', models.TextField()),
                ('stance', models.CharField(default='0', max_length=2)),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='actors', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('stance__in', ['++', '+', '0', '-', '--', ''])), name='cases_caseactor_stance_known')],
            },
        ),
        migrations.CreateModel(
            name='AnonymityScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('text_hash', models.CharField(max_length=64)),
                ('detector', models.CharField(max_length=20)),
                ('certain', models.PositiveIntegerField()),
                ('findings', models.JSONField(default=list)),
                ('scanned_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='cases.casepage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'detector', 'text_hash'), name='one_scan_per_text_and_detector')],
            },
        ),
        migrations.CreateModel(
            name='AnonymityReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('state', models.CharField(default='offen', max_length=10)),
                ('version_hash', models.CharField(max_length=64)),
                ('residual_risk', models.TextField(blank=True)),
                ('exceptions', models.JSONField(blank=True, default=list)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='cases.casepage')),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['offen', 'befund', 'bestanden', 'auflage'])), name='cases_anonymityreview_state_known')],
            },
        ),
        migrations.CreateModel(
            name='CasePitfall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.TextField()),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pitfalls', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CasePrecondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('kind', models.CharField(max_length=16)),
                ('text', models.TextField()),
                ('must', models.BooleanField(default=False)),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='preconditions', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['rueckhalt-spitze', 'ratsmehrheit', 'kuemmerer', 'daten', 'geld', 'partner', 'rechtslage', ''])), name='cases_caseprecondition_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='CaseRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('kind', models.CharField(max_length=16)),
                ('reason', models.CharField(max_length=240)),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='cases.casepage')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_from', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['aehnliche-frage', 'gleiche-idee', ''])), name='cases_caserelation_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('what', models.TextField()),
                ('role', models.CharField(max_length=120)),
                ('due_band', models.CharField(max_length=6)),
                ('done', models.BooleanField(default=False)),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.casepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('due_band__in', ['1-3', '3-6', '6-12', 'ab-12', ''])), name='cases_casestep_due_band_known')],
            },
        ),
        migrations.CreateModel(
            name='CaseTombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('slug', models.CharField(max_length=40, unique=True)),
                ('key', models.CharField(max_length=32, unique=True)),
                ('withdrawn_on', models.DateField()),
                ('case', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tombstone', to='cases.casepage')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('version_hash', models.CharField(max_length=64)),
                ('scope', models.JSONField(default=dict)),
                ('channel', models.CharField(max_length=10)),
                ('wording_version', models.CharField(default='1', max_length=20)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='cases.casepage')),
            ],
            options={
                'ordering': ['-given_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['link', 'papier', 'treffen', 'demo'])), name='cases_consent_channel_known'), models.CheckConstraint(condition=models.Q(('withdrawn_at__gte', models.F('given_at'))), name='cases_consent_withdrawn_at_rising')],
            },
        ),
        migrations.CreateModel(
            name='CaseClearance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('cleared_hash', models.CharField(max_length=64)),
                ('cleared_detector', models.CharField(max_length=20)),
                ('detector_order', models.PositiveIntegerField()),
                ('k', models.PositiveIntegerField()),
                ('cleared_at', models.DateTimeField(auto_now=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='clearance', to='cases.casepage')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.consent')),
            ],
        ),
        migrations.CreateModel(
            name='FindingTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=32)),
                ('field', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=20)),
                ('detector', models.CharField(max_length=20)),
                ('due', models.DateField()),
                ('noted_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='cases.casepage')),
            ],
            options={
                'ordering': ['due', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('case', 'mark'), name='one_term_per_finding')],
            },
        ),
        migrations.CreateModel(
            name='FourEyesTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(to='auth.group')),
            ],
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='ParticipantBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('federal_state', models.CharField(max_length=4)),
                ('size_band', models.CharField(max_length=20)),
                ('count', models.PositiveSmallIntegerField(default=1)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participant_bands', to='knowledge.forumcycle')),
            ],
            options={
                'ordering': ['cycle', 'federal_state', 'size_band'],
                'constraints': [models.CheckConstraint(condition=models.Q(('federal_state__in', ['BY', 'BW'])), name='cases_participantband_federal_state_known'), models.CheckConstraint(condition=models.Q(('size_band__in', ['landgemeinde-klein', 'landgemeinde', 'kleinstadt-klein', 'kleinstadt', 'stadt-ab-20000', 'landkreis'])), name='cases_participantband_size_band_known'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='cases_participantband_count_in_range'), models.UniqueConstraint(fields=('cycle', 'federal_state', 'size_band'), name='one_row_per_band_of_a_cycle')],
            },
        ),
        migrations.CreateModel(
            name='RawCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.CharField(default=cases.models.raw_case._random_code, max_length=10, unique=True)),
                ('sealed_text', models.TextField()),
                ('sealed_names', models.TextField(blank=True)),
                ('sealed_key', models.TextField(blank=True)),
                ('sealed_labels', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('delete_on', models.DateField(default=cases.models.raw_case.default_deletion_date)),
                ('version', models.PositiveIntegerField(default=1)),
                ('case', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='raw_case', to='cases.casepage')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='raw_cases', to='knowledge.workingmeeting')),
            ],
            options={
                'ordering': ['-created_at'],
                'permissions': [('review_rawcase', 'Kann Rohfälle prüfen und in einen Fall übernehmen')],
                'constraints': [models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='cases_rawcase_version_in_range'), models.CheckConstraint(condition=models.Q(('released_at__gte', models.F('created_at'))), name='cases_rawcase_released_at_rising')],
            },
        ),
        migrations.CreateModel(
            name='RawAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=10)),
                ('action', models.CharField(max_length=20)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('raw_case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='accesses', to='cases.rawcase')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['aufgenommen', 'geoeffnet', 'geaendert', 'geprueft', 'uebernommen', 'namen-vernichtet', 'geloescht'])), name='cases_rawaccess_action_known')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='release_links', to='cases.casepage')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gte', models.F('created_at'))), name='cases_releaselink_expires_at_rising')],
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='consents', to='cases.releaselink'),
        ),
        migrations.CreateModel(
            name='RawDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=32)),
                ('kind', models.CharField(max_length=20)),
                ('certainty', models.FloatField()),
                ('detector', models.CharField(max_length=20)),
                ('choice', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('sealed_replacement', models.TextField(blank=True)),
                ('batch', models.CharField(max_length=32)),
                ('decided_at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('raw_case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='cases.rawcase')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', ['ersetzen', 'bleibt'])), name='cases_rawdecision_choice_known'), models.CheckConstraint(condition=models.Q(('certainty__gte', 0), ('certainty__lte', 1)), name='cases_rawdecision_certainty_in_range'), models.CheckConstraint(condition=models.Q(('undone_at__gte', models.F('decided_at'))), name='cases_rawdecision_undone_at_rising')],
                'indexes': [models.Index(fields=['raw_case', 'mark'], name='cases_rawde_raw_cas_776f41_idx')],
            },
        ),
    ]
