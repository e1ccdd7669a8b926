"""Figures of districts beside those of the whole city"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reference_figures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("district", sa.String(length=40), server_default="", nullable=False))
        batch_op.drop_constraint(op.f("pk_reference_figures"), type_="primary")
        batch_op.create_primary_key(op.f("pk_reference_figures"), ["name", "period", "district"])


def downgrade() -> None:
    op.execute("DELETE FROM reference_figures WHERE district <> ''")
    with op.batch_alter_table("reference_figures", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("pk_reference_figures"), type_="primary")
        batch_op.drop_column("district")
        batch_op.create_primary_key(op.f("pk_reference_figures"), ["name", "period"])
