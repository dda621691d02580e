"""Where a fault is, in words and in order."""

from __future__ import annotations

from alerts.audit.fault import Fault, in_order


def test_a_fault_says_where():
    """As far as it is known."""
    assert str(Fault(what="gone", incident_id="inc_1", seq=2, number=7)) == "row 7, case inc_1, seq 2: gone"
    assert str(Fault(what="gone", incident_id="inc_1")) == "case inc_1: gone"
    assert str(Fault(what="gone")) == "gone"


def test_the_first_row_comes_first():
    """By the row in the store; what names none comes last."""
    faults = [
        Fault(what="c"),
        Fault(what="b", number=12, incident_id="z"),
        Fault(what="a", number=2, incident_id="a", seq=9),
    ]
    assert [fault.what for fault in sorted(faults, key=in_order)] == ["a", "b", "c"]
