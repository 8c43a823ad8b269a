"""What Alembic runs to bring a database to a revision.

It takes the open connection that `upgrades.py` hands over and never opens one itself, and it sets up no logging: the
program's own logging stays as it is. SQLite changes tables by copying them, hence the batch mode.
"""

from alembic import context

from afas_assistant.organisations.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
