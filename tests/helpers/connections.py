"""A connection record as tests need it."""

from datetime import UTC, datetime

from afas_assistant.organisations.records import Connection


def make_connection(backend: str | None = None, account: str = "T12345AA/abc") -> Connection:
    """Return a connection of the test environment T12345AA, whose token the given backend has."""
    return Connection(
        id=1,
        organisation_id=1,
        label="TimeChimp",
        app_connector="TimeChimp",
        group="",
        user="",
        profiles=(),
        account=account,
        keyring_backend=backend,
        token_fingerprint=None,
        token_expiry=None,
        item_type=None,
        created_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
