import django.db.models.deletion
import django.utils.timezone
import knowledge.base.fields
import knowledge.models.audit
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import taggit.managers
import uuid
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
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
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnonymityKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=60, unique=True)),
                ('secret', models.CharField(default=knowledge.models.audit._new_secret, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='ChallengeArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True)),
                ('name_en', models.CharField(max_length=100)),
                ('definition', models.TextField()),
                ('definition_en', models.TextField(blank=True)),
                ('seed_wording', models.CharField(blank=True, max_length=200)),
                ('entry_terms', models.TextField(blank=True)),
                ('entry_terms_en', models.TextField(blank=True)),
                ('sort_order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['sort_order'],
            },
        ),
        migrations.CreateModel(
            name='ChallengeAreaIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ContentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('quote', 3), ('notice', 1)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {}), 1: ('wagtail.blocks.TextBlock', (), {}), 2: ('wagtail.blocks.CharBlock', (), {'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('role', 2)]], {})})),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CycleIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Format',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(default='forum', max_length=20)),
                ('purpose', models.TextField()),
                ('principles', models.TextField(blank=True)),
                ('min_meetings', models.PositiveSmallIntegerField(default=3)),
                ('budget_band', models.CharField(blank=True, max_length=80)),
                ('licence', models.CharField(default='CC BY 4.0', max_length=60)),
                ('version', models.CharField(default='1.0', max_length=20)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['forum', 'kommunalzirkel', 'transformbar', 'eigenes'])), name='knowledge_format_kind_known'), models.CheckConstraint(condition=models.Q(('min_meetings__gte', 1)), name='knowledge_format_min_meetings_in_range')],
            },
        ),
        migrations.CreateModel(
            name='JobWorker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64, unique=True)),
                ('seen', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='LessonIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PolicyField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=100)),
                ('name_en', models.CharField(max_length=100)),
                ('sort_order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TargetGroupIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ChallengeAreaPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
                ('shelves', wagtail.fields.StreamField([('shelf', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 1: ('wagtail.blocks.RegexBlock', (), {'regex': '^\\?\\S+$'}), 2: ('wagtail.blocks.StructBlock', [[('promise', 0), ('search', 1)]], {})})),
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='landing_page', to='knowledge.challengearea')),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='FindingKey',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('sealed', models.TextField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_finding_key')],
            },
        ),
        migrations.CreateModel(
            name='ForumCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(unique=True)),
                ('title', models.CharField(max_length=120)),
                ('state', models.CharField(default='geplant', max_length=16)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('organisers', models.CharField(default='', max_length=200)),
                ('federal_states', models.CharField(default='BY BW', max_length=20)),
                ('venue_band', models.CharField(blank=True, max_length=120)),
                ('capacity_band', models.CharField(blank=True, max_length=40)),
                ('call_text', models.TextField(blank=True)),
                ('evaluation', models.TextField(blank=True)),
                ('format', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='knowledge.format')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['geplant', 'ausgeschrieben', 'laufend', 'auswertung', 'abgeschlossen', 'archiviert'])), name='knowledge_forumcycle_state_known'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='knowledge_forumcycle_number_in_range'), models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='knowledge_forumcycle_ends_rising')],
            },
        ),
        migrations.CreateModel(
            name='CycleQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.CharField(max_length=240)),
                ('cycle', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='knowledge.forumcycle')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CyclePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('access_level', models.CharField(default='oeffentlich', max_length=12)),
                ('released_on', models.DateField(blank=True, null=True)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=40)),
                ('summary', wagtail.fields.RichTextField()),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='public_page', to='knowledge.forumcycle')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('access_level__in', ['oeffentlich', 'alumni', 'staffel', 'redaktion'])), name='knowledge_cyclepage_access_level_known')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('question', models.CharField(default='Womit kämpfen Sie gerade?', max_length=120)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
                ('about', wagtail.fields.StreamField([('paragraph', 0), ('quote', 3), ('notice', 1)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {}), 1: ('wagtail.blocks.TextBlock', (), {}), 2: ('wagtail.blocks.CharBlock', (), {'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('role', 2)]], {})})),
                ('case_of_the_month', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LessonChallengeArea',
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
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('access_level', models.CharField(default='oeffentlich', max_length=12)),
                ('released_on', models.DateField(blank=True, null=True)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=40)),
                ('statement', models.CharField(max_length=240)),
                ('kind', models.CharField(max_length=12)),
                ('observation', wagtail.fields.RichTextField()),
                ('insight', wagtail.fields.RichTextField()),
                ('recommendation', wagtail.fields.RichTextField()),
                ('triggers', knowledge.base.fields.ChoiceListField(blank=True, default=list)),
                ('owner_role', models.CharField(max_length=120)),
                ('challenge_areas', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, through='knowledge.LessonChallengeArea', to='knowledge.ChallengeArea')),
                ('curator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='superseded_by', to='knowledge.lessonpage')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('access_level__in', ['oeffentlich', 'alumni', 'staffel', 'redaktion'])), name='knowledge_lessonpage_access_level_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['inhaltlich', 'methodisch', 'format', ''])), name='knowledge_lessonpage_kind_known'), models.CheckConstraint(condition=models.Q(('supersedes', models.F('page_ptr')), _negated=True), name='knowledge_lessonpage_supersedes_not_itself')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LessonCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('holds', models.BooleanField(default=True)),
                ('text', models.CharField(max_length=240)),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='knowledge.lessonpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='lessonchallengearea',
            name='content_object',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='challenge_area_items', to='knowledge.lessonpage'),
        ),
        migrations.CreateModel(
            name='LessonAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('fragment', models.SlugField(blank=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lesson_anchors', to=settings.WAGTAIL_PAGE_MODEL)),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='anchors', to='knowledge.lessonpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LessonSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('role', models.CharField(default='ursprung', max_length=12)),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='knowledge.lessonpage')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lesson_sources', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['ursprung', 'bestaetigt', 'angepasst', 'widerlegt', ''])), name='knowledge_lessonsource_role_known')],
            },
        ),
        migrations.CreateModel(
            name='LibraryDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=255)),
                ('file', models.FileField(upload_to='documents')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('file_size', models.PositiveBigIntegerField(null=True)),
                ('file_hash', models.CharField(blank=True, max_length=40)),
                ('public_names', models.TextField(blank=True)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, through='taggit.TaggedItem', to='taggit.Tag')),
                ('uploaded_by_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='LibraryImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255)),
                ('width', models.IntegerField()),
                ('height', models.IntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, max_length=40)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, through='taggit.TaggedItem', to='taggit.Tag')),
                ('uploaded_by_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='OpenQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('text', models.TextField(max_length=600)),
                ('state', models.CharField(default='gemeldet', max_length=12)),
                ('origin', models.CharField(default='treffen', max_length=12)),
                ('askers', models.PositiveIntegerField(default=1)),
                ('reply', models.TextField(blank=True, max_length=1000)),
                ('editor_note', models.TextField(blank=True)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed', models.DateTimeField(auto_now=True)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('challenge_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='open_questions', to='knowledge.challengearea')),
                ('cycle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='open_questions', to='knowledge.forumcycle')),
            ],
            options={
                'ordering': ['-created'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['gemeldet', 'bestaetigt', 'agenda', 'beratung', 'beantwortet', 'abgelehnt'])), name='knowledge_openquestion_state_known'), models.CheckConstraint(condition=models.Q(('origin__in', ['nullsuche', 'gemeldet', 'radar', 'treffen'])), name='knowledge_openquestion_origin_known'), models.CheckConstraint(condition=models.Q(('askers__gte', 1)), name='knowledge_openquestion_askers_in_range')],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('sealed', models.TextField()),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'in-doubt'])), name='knowledge_outgoingmail_state_known')],
            },
        ),
        migrations.CreateModel(
            name='QuestionSubscription',
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
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='knowledge.openquestion')),
            ],
            options={
                'ordering': ['-created'],
            },
        ),
        migrations.CreateModel(
            name='SustainableDevelopmentGoal',
            fields=[
                ('number', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('name_en', models.CharField(max_length=100)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 17)), name='knowledge_sustainabledevelopmentgoal_number_in_range')],
            },
        ),
        migrations.AddField(
            model_name='lessonpage',
            name='sdgs',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, to='knowledge.sustainabledevelopmentgoal'),
        ),
        migrations.CreateModel(
            name='TargetGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=100)),
                ('name_en', models.CharField(max_length=100)),
                ('sort_order', models.PositiveSmallIntegerField(default=0)),
                ('reach', models.CharField(default='transfer', max_length=10)),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('reach__in', ['forum', 'transfer'])), name='knowledge_targetgroup_reach_known')],
            },
        ),
        migrations.AddField(
            model_name='openquestion',
            name='asked_by_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='open_questions', to='knowledge.targetgroup'),
        ),
        migrations.AddField(
            model_name='lessonpage',
            name='addressees',
            field=modelcluster.fields.ParentalManyToManyField(related_name='lessons', to='knowledge.targetgroup'),
        ),
        migrations.AddField(
            model_name='format',
            name='target_groups',
            field=models.ManyToManyField(blank=True, to='knowledge.targetgroup'),
        ),
        migrations.CreateModel(
            name='TargetGroupPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
                ('shelves', wagtail.fields.StreamField([('shelf', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 1: ('wagtail.blocks.RegexBlock', (), {'regex': '^\\?\\S+$'}), 2: ('wagtail.blocks.StructBlock', [[('promise', 0), ('search', 1)]], {})})),
                ('target_group', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='landing_page', to='knowledge.targetgroup')),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='WorkingMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('date', models.DateField(blank=True, null=True)),
                ('region_band', models.CharField(blank=True, max_length=120)),
                ('mode', models.CharField(default='praesenz', max_length=12)),
                ('state', models.CharField(default='geplant', max_length=16)),
                ('public_note', models.TextField(blank=True)),
                ('cycle', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='knowledge.forumcycle')),
                ('lessons_to_check', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='checked_in', to='knowledge.lessonpage')),
            ],
            options={
                'ordering': ['cycle', 'number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['praesenz', 'hybrid', 'online'])), name='knowledge_workingmeeting_mode_known'), models.CheckConstraint(condition=models.Q(('state__in', ['geplant', 'vorbereitet', 'durchgefuehrt', 'nachbereitet'])), name='knowledge_workingmeeting_state_known'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='knowledge_workingmeeting_number_in_range'), models.UniqueConstraint(fields=('cycle', 'number'), name='unique_meeting_number')],
            },
        ),
        migrations.CreateModel(
            name='MeetingGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('text', models.CharField(max_length=240)),
                ('meeting', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='knowledge.workingmeeting')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LessonVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, null=True)),
                ('kind', models.CharField(max_length=16)),
                ('n_yes', models.PositiveSmallIntegerField(default=0)),
                ('n_part', models.PositiveSmallIntegerField(default=0)),
                ('n_no', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.TextField()),
                ('follow_up', models.BooleanField(default=False)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='knowledge.forumcycle')),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='knowledge.lessonpage')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='verdicts', to='knowledge.workingmeeting')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['bestaetigt', 'angepasst', 'widerlegt', 'nicht-pruefbar', ''])), name='knowledge_lessonverdict_kind_known'), models.UniqueConstraint(fields=('lesson', 'cycle'), name='one_verdict_per_cycle')],
            },
        ),
        migrations.AddField(
            model_name='lessonpage',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='originated_lessons', to='knowledge.workingmeeting'),
        ),
        migrations.CreateModel(
            name='AnonymityTrail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('subject', models.CharField(db_index=True, max_length=60)),
                ('action', models.CharField(max_length=12)),
                ('detector', models.CharField(max_length=20)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('decision', models.CharField(blank=True, max_length=24)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('count', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['fund', 'pruefung', 'abgelehnt', 'frist', 'abgenommen', 'widerruf', 'bereinigt', 'schluessel', 'datei', 'uebernahme', 'mitarbeit', 'freigabe'])), name='knowledge_anonymitytrail_action_known')],
            },
        ),
        migrations.CreateModel(
            name='FindingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=60)),
                ('mark', models.CharField(max_length=32)),
                ('kind', models.CharField(max_length=20)),
                ('certainty', models.FloatField()),
                ('detector', models.CharField(max_length=20)),
                ('reason', models.CharField(max_length=20)),
                ('decided_at', models.DateTimeField(auto_now=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['gewoehnliches-wort', 'allgemein', 'trifft-viele', 'grosser-raum', 'urheber', 'veranstalter'])), name='knowledge_findingdecision_reason_known'), models.CheckConstraint(condition=models.Q(('certainty__gte', 0), ('certainty__lte', 1)), name='knowledge_findingdecision_certainty_in_range'), models.UniqueConstraint(fields=('subject', 'mark'), name='one_decision_per_finding')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60)),
                ('arguments', models.JSONField(default=list)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('message', models.CharField(blank=True, max_length=200)),
                ('numbers', models.JSONField(blank=True, default=dict)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('tries_allowed', models.PositiveSmallIntegerField(default=1)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished', models.DateTimeField(blank=True, null=True)),
                ('result', models.CharField(blank=True, max_length=40)),
                ('result_name', models.CharField(blank=True, max_length=80)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='knowledge_job_state_known')],
                'indexes': [models.Index(fields=['state', 'retry_at'], name='knowledge_job_state')],
            },
        ),
        migrations.CreateModel(
            name='LibraryRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField()),
                ('height', models.IntegerField()),
                ('focal_point_key', models.CharField(blank=True, default='', max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='knowledge.libraryimage')),
            ],
            options={
                'unique_together': {('image', 'filter_spec', 'focal_point_key')},
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
