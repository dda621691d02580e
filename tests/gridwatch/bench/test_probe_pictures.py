from __future__ import annotations

import cv2
import numpy as np

from core.config.settings.looking import Quality
from gridwatch.bench.probe_fleet import Simulated
from gridwatch.bench.probe_pictures import Shown
from gridwatch.simulator.device import Device
from ingest.quality import QualityState, judge


def test_cameras_show_what_is_wrong_with_them() -> None:
    """One street for all, spoilt where a fault of pictures says so, and judged as that fault."""
    faults = {"a": None, "b": "black", "c": "blurred", "d": "overexposed", "e": "truncated"}
    shown = Shown(
        [Simulated(device=Device(id=name), host="127.1.0.1", fault=fault) for name, fault in faults.items()],
        seed=0,
    )
    assert shown("a") == shown("e")
    for name, kind in (("a", None), ("b", "black"), ("c", "blurred"), ("d", "overexposed")):
        image = cv2.imdecode(np.frombuffer(shown(name), np.uint8), cv2.IMREAD_COLOR)
        assert judge(np.asarray(image, np.uint8), QualityState(), Quality())[0].kind == kind
