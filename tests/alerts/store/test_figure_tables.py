"""The tables of the figures; the contract is in tests/contract/test_figures.py."""

from __future__ import annotations

from alerts.store.figure_tables import case_figure, delivery_figure, look_figure
from alerts.store.figures import CaseFigure, DeliveryFigure, LookFigure


def test_a_row_has_the_columns_of_its_record_in_their_order():
    """Rows are read as tuples: a column that moved would be taken for another."""
    for table, record in (
        (case_figure, CaseFigure),
        (delivery_figure, DeliveryFigure),
        (look_figure, LookFigure),
    ):
        assert tuple(column.name for column in table.columns) == record._fields
