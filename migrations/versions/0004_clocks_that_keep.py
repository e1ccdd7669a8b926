"""Clocks that keep: the working calendar by version, its changes, and the deadline of a verification"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_versions",
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("in_force_ms", sa.BigInteger(), nullable=False),
        sa.Column("timezone", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cut_off", sa.Time(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendar_versions")),
        sa.UniqueConstraint("in_force_ms", name=op.f("uq_calendar_versions_in_force_ms")),
    )
    op.create_table(
        "working_calendar",
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", "day", "kind", "name", name=op.f("pk_working_calendar")),
    )
    op.create_table(
        "working_hours",
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", "unit", "period", "weekday", name=op.f("pk_working_hours")),
    )
    op.create_table(
        "calendar_changes",
        sa.Column("to_version", sa.String(length=200), nullable=False),
        sa.Column("from_version", sa.String(length=200), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("to_version", name=op.f("pk_calendar_changes")),
    )
    op.create_table(
        "moved_deadlines",
        sa.Column("to_version", sa.String(length=200), nullable=False),
        sa.Column("complaint_id", sa.String(length=80), nullable=False),
        sa.Column("response_target_before_ms", sa.BigInteger(), nullable=False),
        sa.Column("response_target_after_ms", sa.BigInteger(), nullable=False),
        sa.Column("response_due_before_ms", sa.BigInteger(), nullable=False),
        sa.Column("response_due_after_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_before_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_after_ms", sa.BigInteger(), nullable=False),
        sa.Column("legal_due_before_ms", sa.BigInteger(), nullable=False),
        sa.Column("legal_due_after_ms", sa.BigInteger(), nullable=False),
        sa.Column("verification_due_before_ms", sa.BigInteger(), nullable=False),
        sa.Column("verification_due_after_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("to_version", "complaint_id", name=op.f("pk_moved_deadlines")),
    )
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        for name in ("response_target_ms", "completed_ms", "verification_due_ms"):
            batch_op.add_column(sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("intake_calendar", sa.String(length=200), server_default="", nullable=False))
        batch_op.alter_column("calendar", existing_type=sa.String(length=80), type_=sa.String(length=200))


def downgrade() -> None:
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.alter_column("calendar", existing_type=sa.String(length=200), type_=sa.String(length=80))
        for name in ("intake_calendar", "verification_due_ms", "completed_ms", "response_target_ms"):
            batch_op.drop_column(name)

    for name in ("moved_deadlines", "calendar_changes", "working_hours", "working_calendar", "calendar_versions"):
        op.drop_table(name)
