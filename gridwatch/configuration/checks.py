"""What no single file can be wrong about: names that must exist elsewhere, codes, secrets, ground points."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alerts.codes import CodeTable
from alerts.homography import fit
from alerts.links import KEY_BYTES
from alerts.signing import BadSecret, read_keys
from alerts.store.address import read_address
from alerts.store.engine import open_engine
from api.auth import MIN_TOKEN
from core.config.matter import MatterTable
from core.config.profile import Profile
from core.config.receiver import Receiver
from core.config.settings.root import Settings
from core.config.tuning import tuned
from core.errors import ConfigError, StoreError
from core.geo import LocalPlane
from core.secrets import Secrets
from detectors.model import Model
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.problem import did_you_mean, nearest
from gridwatch.configuration.reading import Reading, value_names
from gridwatch.configuration.secrets_file import environment_name
from gridwatch.configuration.selection import select


def check_logins(reading: Reading, cameras: Sequence[CameraAt], secrets: Secrets) -> None:
    """Every login that a camera names is known."""
    logins, _ = secrets.names
    for at in cameras:
        name = at.camera.access.credential
        if name and name not in logins and reading.secrets_read:
            reading.add(
                at.file,
                at.line,
                "credential",
                f"no login is known by the name {name}",
                f"Set {environment_name('CREDENTIAL', name)}=user:password or add it to the secrets file.",
            )


def check_settings(
    reading: Reading,
    settings: Settings,
    tables: Mapping[str, MatterTable],
    receivers: Collection[Receiver],
    secrets: Secrets,
) -> None:
    """The table exists, every secret is known, the time zone is one."""
    if settings.matter_table not in tables and tables:
        cure = did_you_mean(settings.matter_table, tables, f"Known: {', '.join(tables)}.")
        reading.at("gridwatch.yaml", ("matter_table",), f"no table {settings.matter_table}", cure)
    _, values = secrets.names
    endpoint = settings.opinion.endpoint
    # with the endpoint, whose key is not one that is made here, and with the receivers, at their lines
    told_elsewhere = {endpoint.key if endpoint else None}
    told_elsewhere |= {name for one in receivers for name in (one.secret, one.next_secret)}
    told_elsewhere.update(settings.digest.to)
    missing = set(value_names(settings, receivers)) - values - told_elsewhere
    for name in sorted(missing) if reading.secrets_read else ():
        made = name == settings.api.token  # by the first start: until then nothing is wrong
        how = f"{name} --webhook" if name == settings.delivery.callback_secret else name
        cure = f"Set {environment_name('SECRET', name)} or add it to the secrets file; "
        reading.add(
            "gridwatch.yaml",
            None,
            name,
            "this secret is named but not known" if not made else "there is no API token yet",
            cure
            + (
                "the first `gridwatch run` makes one."
                if made
                else f"`gridwatch secrets new {how}` makes one."
            ),
            level="warning" if made else "error",
        )
    token = secrets.value(settings.api.token)
    if settings.delivery.evidence_url and token is not None and len(token.encode()) < KEY_BYTES:
        reading.add(
            "gridwatch.yaml",
            None,
            settings.api.token,
            f"this token also signs evidence links and is shorter than {KEY_BYTES} characters",
            f"`gridwatch secrets new {settings.api.token} --replace` makes a long one.",
        )
    _check_values(reading, settings, receivers, secrets)
    try:
        open_engine(read_address(settings.storage.url, {}), durable=False).dispose()  # connects to nothing
    except StoreError as error:
        reading.at("gridwatch.yaml", ("storage", "url"), str(error), "Correct the address.")
    try:
        ZoneInfo(settings.district.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reading.at(
            "gridwatch.yaml", ("district", "timezone"), "is not a known time zone", "Use e.g. Asia/Shanghai."
        )


def _check_values(
    reading: Reading, settings: Settings, receivers: Collection[Receiver], secrets: Secrets
) -> None:
    """Every secret that is known can be used for what it is named for. No value is told."""
    for key, name in (("token", settings.api.token), ("admin_token", settings.api.admin_token)):
        token = secrets.value(name) if name is not None else None
        if token is not None and len(token) < MIN_TOKEN:
            what = f"the API token {name} is shorter than {MIN_TOKEN} characters"
            reading.at("gridwatch.yaml", ("api", key), what, f"`gridwatch secrets new {name} --replace`.")
    if receivers:
        name = settings.delivery.callback_secret
        try:
            read_keys(secrets.value(name) or "whsec_AAAA")  # a missing one has been told
        except BadSecret as error:
            what = f"the secret {name} cannot sign: {error}"
            reading.add(
                "gridwatch.yaml", None, name, what, f"`gridwatch secrets new {name} --webhook --replace`."
            )


def check_profiles(
    reading: Reading, profiles: Mapping[str, Profile], table: MatterTable | None, model: Model | None
) -> None:
    """Every matter has a code, every class is seen by the model."""
    matters = {row.matter for row in table.rows} if table else None
    for profile in profiles.values():
        name = reading.file_of[profile.name]
        for i, rule in enumerate(profile.rules):
            if table is not None and matters is not None and rule.matter not in matters:
                cure = did_you_mean(rule.matter, matters, "Add a row for it to the table.")
                reading.at(name, ("rules", i, "matter"), f"no code for {rule.matter} in {table.table}", cure)
            for j, label in enumerate(rule.classes):
                if model is not None and label not in model.spec.classes:
                    cure = did_you_mean(
                        label, model.spec.classes, f"It sees {', '.join(model.spec.classes)}."
                    )
                    reading.at(name, ("rules", i, "classes", j), f"the model does not see {label}", cure)


def choose_profiles(
    reading: Reading, cameras: Sequence[CameraAt], profiles: Mapping[str, Profile]
) -> dict[str, Profile]:
    """Return camera id to profile, with the camera's own overrides in it; an enabled one without is an error."""
    chosen: dict[str, Profile] = {}
    for at in cameras:
        profile, why = select(at.camera, profiles)
        if profile is not None:
            chosen[at.camera.id], misfits = tuned(profile, at.camera.overrides)
            for one in misfits:
                reading.add(
                    *at.where("overrides"), f"{at.camera.id}.overrides.{one.rule}", one.what, one.cure
                )
        elif profiles and at.camera.enabled:
            reading.add(at.file, at.line, at.camera.id, why, "Name a profile or widen a selector.")
    return chosen


def check_codes(
    reading: Reading, cameras: Sequence[CameraAt], profile_of: Mapping[str, Profile], table: MatterTable
) -> None:
    """Every matter has a code on every kind of ground that it is looked for on."""
    known = {row.matter for row in table.rows}  # a matter without any code was told with its rule
    wanted = {
        (rule.matter, zone.kind)
        for at in cameras
        for rule in (profile_of[at.camera.id].rules if at.camera.id in profile_of else ())
        for zone in at.camera.all_zones
        if rule.matter in known and (not rule.zone_kinds or zone.kind in rule.zone_kinds)
    }
    for sentence in CodeTable(table).missing(sorted(wanted)):
        reading.add(reading.file_of[table.table], None, "rows", sentence, "Or narrow the rule's zone_kinds.")


def check_zone_kinds(reading: Reading, cameras: Sequence[CameraAt], profiles: Mapping[str, Profile]) -> None:
    """A kind of zone that no camera has is nearly one that some camera has: the rule would never run there."""
    kinds = {zone.kind for at in cameras for zone in at.camera.all_zones}
    for profile in profiles.values():
        for i, rule in enumerate(profile.rules):
            for j, kind in enumerate(rule.zone_kinds):
                guess = None if kind in kinds else nearest(kind, kinds)
                if guess:
                    where = ("rules", i, "zone_kinds", j)
                    what, cure = f"no camera has a zone of kind {kind}", f"Did you mean {guess}?"
                    reading.at(reading.file_of[profile.name], where, what, cure, level="warning")


def check_ground_points(reading: Reading, cameras: Sequence[CameraAt]) -> None:
    """Point pairs span a plane and fit each other."""
    for at in cameras:
        if not at.camera.ground_points:
            continue
        try:
            fit(at.camera.ground_points, LocalPlane(origin=at.camera.position.lonlat()))
        except ConfigError as error:
            reading.add(*at.where("ground_points"), "ground_points", str(error), "Measure them again.")
