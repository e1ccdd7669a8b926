"""Alarms are kept for a time: what retention has marked as over may be deleted, and nothing else"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REFUSAL = "what happened to alarms is only added to"
MARK = "coalesce((SELECT until_ms FROM retention_marks WHERE name = 'alarms'), 0)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_trigger(f"WHEN OLD.at_ms >= {MARK} ")
    else:
        _postgresql_function(f"IF TG_OP = 'DELETE' THEN IF OLD.at_ms < {MARK} THEN RETURN OLD; END IF; END IF; ")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_trigger("")
    else:
        _postgresql_function("")
    op.execute("DELETE FROM retention_marks WHERE name = 'alarms'")


def _sqlite_trigger(condition: str) -> None:
    op.execute("DROP TRIGGER alarm_events_no_delete")
    op.execute(
        f"CREATE TRIGGER alarm_events_no_delete BEFORE DELETE ON alarm_events {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _postgresql_function(exception: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION alarm_events_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {exception}RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
