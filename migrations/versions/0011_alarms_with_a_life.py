"""Alarms with a life: what happened to them, who watches over the rules, and what is told outside"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REFUSAL = "what happened to alarms is only added to"


def upgrade() -> None:
    op.create_table(
        "alarm_events",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("alarm", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_role", sa.String(length=40), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_alarm_events")),
    )
    op.create_index("ix_alarm_events_at", "alarm_events", ["at_ms"])
    op.create_index("ix_alarm_events_alarm", "alarm_events", ["alarm"])
    op.create_table(
        "alarm_watch",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alarm_watch")),
    )
    op.create_table(
        "alarm_messages",
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("told_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_alarm_messages")),
        sa.UniqueConstraint("event", "target", name=op.f("uq_alarm_messages_event")),
    )
    op.create_index("ix_alarm_messages_state", "alarm_messages", ["state", "due_ms"])
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER alarm_events_no_{change.lower()} BEFORE {change} ON alarm_events "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION alarm_events_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for name, change, unit in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER alarm_events_no_{name} BEFORE {change} ON alarm_events "
            f"FOR EACH {unit} EXECUTE FUNCTION alarm_events_refuse()"
        )


def downgrade() -> None:
    op.drop_table("alarm_messages")
    op.drop_table("alarm_watch")
    op.drop_table("alarm_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION alarm_events_refuse()")
