import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("dossiers", "0006_rounds"),
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="mã trang công khai")),
                ("title", models.CharField(max_length=300, verbose_name="tên danh sách")),
                ("days", models.PositiveSmallIntegerField(verbose_name="số ngày làm việc")),
                ("citation", models.CharField(max_length=200, verbose_name="điều khoản")),
                ("opened_on", models.DateField(verbose_name="ngày đăng")),
                ("ends_on", models.DateField(verbose_name="đến hết ngày")),
                ("opened_at", models.DateTimeField()),
                ("extension_reason", models.TextField(blank=True, verbose_name="lý do gia hạn")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ghi kết thúc lúc")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Consulted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("role", models.CharField(blank=True, max_length=600, verbose_name="chức vụ, đơn vị")),
                ("award", models.CharField(max_length=300, verbose_name="danh hiệu, hình thức")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="dossiers.consultation",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consulted",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="OpinionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_name", models.CharField(max_length=300, verbose_name="cơ quan được hỏi")),
                ("question", models.TextField(verbose_name="nội dung xin ý kiến")),
                ("parts", models.JSONField(default=list, verbose_name="thành phần hồ sơ cơ quan được xem")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="số công văn")),
                ("asked_at", models.DateTimeField()),
                ("asked_on", models.DateField(verbose_name="ngày hỏi")),
                ("due_on", models.DateField(verbose_name="hạn trả lời")),
                ("citation", models.CharField(max_length=200, verbose_name="điều khoản")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="nhắc ngày")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ghi hết hạn lúc")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_requests",
                        to="organisation.unit",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "chưa trả lời"),
                            ("agree", "đồng ý"),
                            ("disagree", "không đồng ý"),
                            ("other", "ý kiến khác"),
                            ("silent", "quá hạn, không có ý kiến"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="nội dung ý kiến")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="số văn bản trả lời"),
                ),
                (
                    "document_date",
                    models.DateField(blank=True, null=True, verbose_name="ngày văn bản trả lời"),
                ),
                (
                    "typed_by_office",
                    models.BooleanField(default=False, verbose_name="Ban ghi theo văn bản giấy"),
                ),
                ("at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="dossiers.opinionrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PublicComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="ý kiến")),
                ("writer_sealed", models.BinaryField(blank=True, null=True, verbose_name="người góp ý, đã mã hóa")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "triage",
                    models.CharField(
                        choices=[
                            ("new", "chưa phân loại"),
                            ("valid", "ý kiến hợp lệ"),
                            ("off_topic", "không đúng nội dung"),
                            ("hold", "chuyển thành việc tạm dừng"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="nhận xét của Ban")),
                ("triaged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="dossiers.consultation",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="dossiers.hold",
                    ),
                ),
                (
                    "triaged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["ends_on", "id"], name="consultation_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened_on__lt", models.F("ends_on"))), name="consultation_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="consulted",
            constraint=models.UniqueConstraint(
                fields=("consultation", "dossier"), name="consulted_once_a_list"
            ),
        ),
        migrations.AddIndex(
            model_name="opinionrequest",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["due_on", "id"], name="opinion_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_on__lte", models.F("due_on"))), name="opinion_due_after_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("request", "dossier"), name="opinion_once_a_request"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "pending"), ("at__isnull", False), _connector="OR"),
                name="opinion_has_its_time",
            ),
        ),
        migrations.AddIndex(
            model_name="publiccomment",
            index=models.Index(fields=["consultation", "triage", "id"], name="comment_triage"),
        ),
        migrations.AddConstraint(
            model_name="publiccomment",
            constraint=models.UniqueConstraint(
                fields=("consultation", "digest"), name="comment_same_words_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="publiccomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("triage", "new"), ("triaged_at__isnull", False), _connector="OR"),
                name="comment_triaged_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="publiccomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("triage", "hold"), _negated=True), ("hold__isnull", False), _connector="OR"
                ),
                name="comment_hold_named",
            ),
        ),
    ]
