"""How late pictures were: the lag of each minute, beside how the feeds were"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_records", sa.Column("lag", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("feed_records", schema=None) as batch_op:
        batch_op.drop_column("lag")
