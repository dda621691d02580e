from __future__ import annotations

from core.reason import WORDS, Reason
from core.sighting import Finding
from gridwatch.shadow.trial import Seer, Trial, chosen, ended, opens, standing
from tests.builders import profile
from tests.builders_desk import sighting

LIVE, OTHER = Seer(name="street 1", sha256="a" * 64), Seer(name="street 2", sha256="b" * 64)


def test_a_change_on_either_side_is_another_trial() -> None:
    """Figures of two candidates, or of two live profiles, must never be added up."""
    same = [Trial.of(LIVE, profile(), OTHER, profile()).id for _ in range(2)]
    assert same[0] == same[1]
    ids = {
        same[0],
        Trial.of(LIVE, profile(), LIVE, profile(version=2)).id,
        Trial.of(LIVE, profile(version=2), OTHER, profile()).id,
        Trial.of(OTHER, profile(), LIVE, profile()).id,
    }
    assert len(ids) == 4


def test_a_share_is_of_whole_cameras_and_always_the_same_ones() -> None:
    """A rule that saw every tenth look would be sure of nothing; a larger share keeps the cameras of a smaller one."""
    cameras = [f"cam-{i}" for i in range(4000)]
    tenth = {camera for camera in cameras if chosen(camera, 0.1)}
    assert 320 < len(tenth) < 480
    assert tenth < {camera for camera in cameras if chosen(camera, 0.3)}
    assert all(chosen(camera, 1.0) for camera in cameras)


def test_what_stands_is_what_would_bother_somebody() -> None:
    """Sure and there; not what a second opinion holds back."""
    present, held = sighting(), sighting(held=True)
    assert standing([present, held, sighting(Finding.CANDIDATE), sighting(Finding.MISSED)]) == (present,)


def test_an_alarm_opens_when_its_rule_has_become_sure() -> None:
    """By dwell, count or density, with boxes shed or not; what stands on does not open again."""
    sure = {code for code in WORDS if opens(sighting(reason=Reason(code=code)))}
    assert sure >= {"dwell.confirmed", "crowd.confirmed", "crowd.confirmed_capped", "crowd.confirmed_density"}
    assert not {"dwell.present", "crowd.present_density", "crowd.waiting"} & sure


def test_what_is_over_is_gone_or_never_spoken_of_again() -> None:
    """A rule that was removed says so once, as missed."""
    cleared = sighting(Finding.CLEARED)
    removed = sighting(Finding.MISSED, reason=Reason(code="rule.removed", facts={"rule": "w", "zone": "z"}))
    assert ended([cleared, removed, sighting(Finding.MISSED), sighting()]) == (cleared, removed)
