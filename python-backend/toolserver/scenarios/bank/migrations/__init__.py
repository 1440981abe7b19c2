"""The bank's own Alembic branch."""
