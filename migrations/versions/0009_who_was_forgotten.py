"""Who was forgotten: keyed hashes of erased references, and how far what is kept for a time only was cleaned"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased_references",
        sa.Column("reference_hash", sa.String(length=64), nullable=False),
        sa.Column("erased_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reference_hash", name=op.f("pk_erased_references")),
    )
    op.create_table(
        "erasure_keys",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_keys")),
    )
    op.create_table(
        "retention_marks",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_retention_marks")),
    )
    with op.batch_alter_table("personal_data", schema=None) as batch_op:
        batch_op.create_index("ix_personal_data_received", ["received_ms"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("personal_data", schema=None) as batch_op:
        batch_op.drop_index("ix_personal_data_received")
    op.drop_table("retention_marks")
    op.drop_table("erasure_keys")
    op.drop_table("erased_references")
