"""configs/gridwatch.yaml whole: the settings of one Gridwatch."""

from __future__ import annotations

from core.config.base import Model
from core.config.settings.attention import Attention
from core.config.settings.cases import Cases
from core.config.settings.delivery import Delivery
from core.config.settings.detecting import GateChoice, ModelChoice
from core.config.settings.district import District
from core.config.settings.hawkeye import Hawkeye
from core.config.settings.load import Load
from core.config.settings.looking import Budgets, Looking, Quality
from core.config.settings.merging import Merging
from core.config.settings.offers import Cap, Digest, Mqtt
from core.config.settings.opinions import SecondOpinion
from core.config.settings.outages import OutageRule
from core.config.settings.serving import Api, Storage
from core.config.settings.shadow import Shadow
from core.config.settings.workbench import Workbench


class Settings(Model):
    """Everything that is not a camera, a profile, a code table or a grid."""

    district: District
    """Whose cameras these are."""
    budgets: Budgets = Budgets()
    """What may be spent at once."""
    looking: Looking = Looking()
    """Deadlines and limits of one look."""
    outages: OutageRule = OutageRule()
    """When many cameras that do not answer are one outage."""
    quality: Quality = Quality()
    """When a picture is nothing to decide on."""
    gate: GateChoice = GateChoice()
    """The change gate."""
    attention: Attention = Attention()
    """Who is looked at more often."""
    model: ModelChoice = ModelChoice()
    """Which model sees."""
    merging: Merging = Merging()
    """When two views are one incident."""
    load: Load = Load()
    """What an operator is asked to look at."""
    cases: Cases = Cases()
    """The city's case behind an incident."""
    delivery: Delivery = Delivery()
    """How hard to try."""
    cap: Cap = Cap()
    """Incidents as CAP 1.2 messages."""
    mqtt: Mqtt = Mqtt()
    """Incidents to an MQTT broker."""
    digest: Digest = Digest()
    """A summary of each shift or day."""
    opinion: SecondOpinion = SecondOpinion()
    """Who is asked once more before a person is bothered."""
    shadow: Shadow = Shadow()
    """A candidate that runs unseen beside what is live."""
    workbench: Workbench = Workbench()
    """Folders of the engineer's pages."""
    hawkeye: Hawkeye = Hawkeye()
    """PTZ cameras that are turned to what has just been raised."""
    storage: Storage = Storage()
    """Where things are kept."""
    api: Api = Api()
    """The HTTP API and console."""
    matter_table: str = "GB/T 47678.5-2026"
    """Which table of configs/matters/ gives the codes."""
