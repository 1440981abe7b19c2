"""Alembic's entry: run the migrations on the connection that start-up hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
