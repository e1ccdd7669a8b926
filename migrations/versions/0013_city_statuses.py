"""The city's status: each level that was set, by whom, when and why"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "city_statuses",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_city_statuses")),
    )
    with op.batch_alter_table("city_statuses", schema=None) as batch_op:
        batch_op.create_index("ix_city_statuses_at", ["at_ms"], unique=False)


def downgrade() -> None:
    op.drop_table("city_statuses")
