import pytest

from luoshi.core.ledger.tests.district import District, found


@pytest.fixture
def district(db: None) -> District:
    return found()
