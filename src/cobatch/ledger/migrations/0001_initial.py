import django.db.models.deletion
from django.db import migrations, models

import cobatch.kernel.identity


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationKey',
            fields=[
                ('id', models.UUIDField(default=cobatch.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('kid', models.BinaryField()),
                ('public', models.BinaryField()),
                ('purpose', models.CharField(default='event', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('active', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.UUIDField(default=cobatch.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('origin', models.TextField(unique=True)),
                ('size', models.BigIntegerField(default=0)),
                ('frontier', models.BinaryField(default=b'')),
                ('root', models.BinaryField(default=b"\xe3\xb0\xc4B\x98\xfc\x1c\x14\x9a\xfb\xf4\xc8\x99o\xb9$'\xaeA\xe4d\x9b\x93L\xa4\x95\x99\x1bxR\xb8U")),
                ('cosigned_size', models.BigIntegerField(default=0)),
                ('cosigned_root', models.BinaryField(default=b"\xe3\xb0\xc4B\x98\xfc\x1c\x14\x9a\xfb\xf4\xc8\x99o\xb9$'\xaeA\xe4d\x9b\x93L\xa4\x95\x99\x1bxR\xb8U")),
                ('state', models.CharField(choices=[('open', 'Open'), ('recovery', 'Recovery')], default='open', max_length=10)),
                ('cmo', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('organisation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('relationship', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.relationship')),
                ('sponsor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('organisation_id', models.UUIDField(editable=False, null=True)),
                ('sponsor_id', models.UUIDField(editable=False, null=True)),
                ('cmo_id', models.UUIDField(editable=False, null=True)),
                ('pk', models.CompositePrimaryKey('log_id', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('event_uuid', models.UUIDField()),
                ('type', models.CharField(max_length=80)),
                ('envelope', models.BinaryField()),
                ('leaf', models.BinaryField()),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.log')),
            ],
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('organisation_id', models.UUIDField(editable=False, null=True)),
                ('sponsor_id', models.UUIDField(editable=False, null=True)),
                ('cmo_id', models.UUIDField(editable=False, null=True)),
                ('pk', models.CompositePrimaryKey('log_id', 'seq', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('n', models.SmallIntegerField()),
                ('group', models.CharField(max_length=40)),
                ('digest', models.CharField(max_length=43)),
                ('body', models.TextField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.log')),
            ],
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('organisation_id', models.UUIDField(editable=False, null=True)),
                ('sponsor_id', models.UUIDField(editable=False, null=True)),
                ('cmo_id', models.UUIDField(editable=False, null=True)),
                ('pk', models.CompositePrimaryKey('log_id', 'level', 'idx', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.SmallIntegerField()),
                ('idx', models.BigIntegerField()),
                ('hash', models.BinaryField()),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.log')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WrappedKey',
            fields=[
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='wrapped', serialize=False, to='ledger.organisationkey')),
                ('wrapped', models.BinaryField()),
            ],
        ),
        migrations.AddConstraint(
            model_name='log',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cmo', None), ('organisation__isnull', False), ('relationship', None), ('sponsor', None)), models.Q(('cmo__isnull', False), ('organisation', None), ('relationship__isnull', False), ('sponsor__isnull', False)), _connector='OR'), name='log_of_a_relationship_or_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='log',
            constraint=models.CheckConstraint(condition=models.Q(('cosigned_size__gte', 0), ('cosigned_size__lte', models.F('size'))), name='log_cosigned_up_to_its_size'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('log', 'event_uuid'), name='event_once_in_its_log'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('seq__gte', 0)), name='event_counted_from_zero'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', False), ('erased_at', None)), models.Q(('body', None), ('erased_at__isnull', False)), _connector='OR'), name='disclosure_there_or_erased'),
        ),
        migrations.AddConstraint(
            model_name='organisationkey',
            constraint=models.UniqueConstraint(fields=('organisation', 'kid'), name='key_id_once_in_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='organisationkey',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True)), fields=('organisation', 'purpose'), name='one_active_key_for_a_purpose'),
        ),
    ]
