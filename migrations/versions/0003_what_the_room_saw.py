"""What the room saw: frozen frames, and how the feeds were"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_records",
        sa.Column("minute_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("feeds", sa.JSON(), nullable=False),
        sa.Column("balance", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("minute_ms", name=op.f("pk_feed_records")),
    )
    op.create_table(
        "frozen_frames",
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("minute_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("frame", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("audience", "minute_ms", name=op.f("pk_frozen_frames")),
    )
    with op.batch_alter_table("frozen_frames", schema=None) as batch_op:
        batch_op.create_index("ix_frozen_frames_minute", ["minute_ms"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("frozen_frames", schema=None) as batch_op:
        batch_op.drop_index("ix_frozen_frames_minute")

    op.drop_table("frozen_frames")
    op.drop_table("feed_records")
