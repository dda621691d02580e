"""The head of one PTZ camera over one conversation: what it offers, where it is, and its moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.errors import LookError
from core.look import LookFailureKind
from ingest.access import Addresses
from ingest.onvif import ptz_read
from ingest.onvif.conversation import Conversation
from ingest.onvif.ptz_read import HeadStatus, PresetAt, Spaces
from ingest.onvif.soap import Element, Fault
from ingest.onvif.survey import Survey
from ingest.onvif.wsdl import NAMESPACES


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What a device takes."""

    spaces: Spaces
    presets: tuple[PresetAt, ...]

    def preset(self, token: str) -> PresetAt | None:
        """Return a preset, None where the device does not know it."""
        return next((one for one in self.presets if one.token == token), None)


class Head:
    """Turns one camera. Every method asks the device and raises LookError."""

    def __init__(self, conversation: Conversation, path: str, remembered: Addresses | None = None) -> None:
        self._conversation = conversation
        self._survey = Survey(conversation, path, remembered=remembered)
        self._address = ""
        self._profile = ""

    def learn(self) -> Offer:
        """Find the PTZ service and ask it for its spaces and presets.

        Raises:
            LookError: NO_ADDRESS where the device cannot be turned.
        """
        survey = self._survey
        survey.read_clock()
        survey.find_services()
        survey.find_profiles()
        address = survey.services.get(NAMESPACES["ptz"])
        turning = next((one for one in survey.profiles if one.ptz), None)
        if address is None or turning is None:
            what = "no PTZ service" if address is None else "no profile that can be turned"
            raise LookError(LookFailureKind.NO_ADDRESS, f"the device has {what}")
        self._address, self._profile = address, turning.token
        return Offer(spaces=self._spaces(turning.ptz_token), presets=self._presets())

    def move(
        self,
        pan: float,
        tilt: float,
        *,
        zoom: tuple[float, str] | None = None,
    ) -> None:
        """AbsoluteMove in the spherical space; `zoom` is a value and the URI of its space."""
        position: dict[str, object] = {"PanTilt": {"x": pan, "y": tilt, "space": ptz_read.SPHERICAL}}
        if zoom is not None:
            position["Zoom"] = {"x": zoom[0], "space": zoom[1]}
        self._ask("AbsoluteMove", Position=position)

    def goto(self, token: str) -> None:
        """GotoPreset."""
        self._ask("GotoPreset", PresetToken=token)

    def goto_home(self) -> None:
        """GotoHomePosition: the device's own."""
        self._ask("GotoHomePosition")

    def status(self) -> HeadStatus:
        """GetStatus."""
        return ptz_read.head_status(self._ask("GetStatus"))

    def _spaces(self, configuration: str) -> Spaces:
        """A device that does not tell its spaces is turned by its presets."""
        if not configuration:
            return Spaces()
        try:
            answer = self._conversation.call(
                "ptz", self._address, "GetConfigurationOptions", ConfigurationToken=configuration
            )
        except Fault:
            return Spaces()
        return ptz_read.spaces(answer)

    def _presets(self) -> tuple[PresetAt, ...]:
        try:
            return ptz_read.presets_at(self._ask("GetPresets"))
        except Fault:
            return ()

    def _ask(self, operation: str, **fields: Any) -> Element:
        return self._conversation.call("ptz", self._address, operation, ProfileToken=self._profile, **fields)
