from api.calibrations import NoDoubts
from tests.builders import frame


def test_where_nothing_is_compared_nothing_is_doubted() -> None:
    """The default of an API without doubts."""
    book = NoDoubts()
    book.accept("cam-1", frame())
    assert book.doubt("cam-1") is None
