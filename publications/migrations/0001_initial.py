import django.db.models.deletion
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
    ]

    operations = [
        migrations.CreateModel(
            name='PublicationIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True)),
            ],
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PublicationChallengeArea',
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
            name='PublicationPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('access_level', models.CharField(default='oeffentlich', max_length=12)),
                ('released_on', models.DateField(blank=True, null=True)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=40)),
                ('subtitle', models.CharField(blank=True, max_length=200)),
                ('series', models.CharField(default='wandel-gemeinsam-gestalten', max_length=40)),
                ('edition', models.CharField(default='1. Auflage', max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('abstract', models.TextField()),
                ('sections', wagtail.fields.StreamField([('section', 5)], block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'regex': '^[a-z0-9-]+$'}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 2: ('wagtail.blocks.RichTextBlock', (), {}), 3: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['cases.CasePage', 'methods.MethodCardPage', 'knowledge.LessonPage']}), 4: ('wagtail.blocks.ListBlock', (3,), {'default': []}), 5: ('wagtail.blocks.StructBlock', [[('anchor', 0), ('title', 1), ('body', 2), ('derived_from', 4)]], {})})),
                ('licence', models.CharField(default='CC BY 4.0', max_length=60)),
                ('isbn_or_doi', models.CharField(blank=True, max_length=60)),
                ('citation', models.CharField(blank=True, max_length=300)),
                ('challenge_areas', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, through='publications.PublicationChallengeArea', to='knowledge.ChallengeArea')),
                ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.librarydocument')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='publications.publicationpage')),
                ('target_groups', modelcluster.fields.ParentalManyToManyField(related_name='publications', to='knowledge.targetgroup')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('access_level__in', ['oeffentlich', 'alumni', 'staffel', 'redaktion'])), name='publications_publicationpage_access_level_known'), models.CheckConstraint(condition=models.Q(('series__in', ['wandel-gemeinsam-gestalten', 'einzeln', ''])), name='publications_publicationpage_series_known'), models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2100)), name='publications_publicationpage_year_in_range'), models.CheckConstraint(condition=models.Q(('replaces', models.F('page_ptr')), _negated=True), name='publications_publicationpage_replaces_not_itself')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddField(
            model_name='publicationchallengearea',
            name='content_object',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='challenge_area_items', to='publications.publicationpage'),
        ),
    ]
