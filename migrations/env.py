"""Runs the migrations on the connection it is given; one transaction for each store."""

from alembic import context

from data_sources.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
