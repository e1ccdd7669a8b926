"""The operators' desks: what is done there, steering of walls, presence, decisions, hand-over sheets"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_desk_entries")),
    )
    with op.batch_alter_table("desk_entries", schema=None) as batch_op:
        batch_op.create_index("ix_desk_entries_ref", ["kind", "ref"], unique=False)
        batch_op.create_index("ix_desk_entries_at", ["at_ms"], unique=False)
    op.create_table(
        "wall_steering",
        sa.Column("wall", sa.String(length=80), nullable=False),
        sa.Column("view", sa.JSON(), nullable=False),
        sa.Column("driver", sa.String(length=80), nullable=False),
        sa.Column("driver_name", sa.String(length=120), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("touched_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("wall", name=op.f("pk_wall_steering")),
    )
    op.create_table(
        "desk_presence",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_desk_presence")),
    )
    op.create_table(
        "desk_decisions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=230), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_desk_decisions")),
    )
    with op.batch_alter_table("desk_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_desk_decisions_at", ["at_ms"], unique=False)
    op.create_table(
        "handovers",
        sa.Column("shift_from_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shift_to_ms", sa.BigInteger(), nullable=False),
        sa.Column("shift", sa.String(length=40), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("signed_name", sa.String(length=120), nullable=False),
        sa.Column("signed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shift_from_ms", name=op.f("pk_handovers")),
    )
    op.create_table(
        "desk_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_revision")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_complaint", ["complaint_id"], unique=False)
    op.execute("INSERT INTO desk_revision (id, value) VALUES (1, 0)")


def downgrade() -> None:
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_tasks_complaint")
    for table in ("desk_revision", "handovers", "desk_decisions", "desk_presence", "wall_steering", "desk_entries"):
        op.drop_table(table)
