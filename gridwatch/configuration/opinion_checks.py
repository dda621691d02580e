"""What a second opinion needs beyond its own keys: matters that are looked for, an address, a key."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from alerts.receivers import why_refused
from core.config.profile import Profile
from core.config.settings.opinions import OpinionEndpoint
from core.config.settings.root import Settings
from core.secrets import Secrets
from gridwatch.configuration.problem import did_you_mean
from gridwatch.configuration.reading import Reading
from gridwatch.configuration.secrets_file import environment_name

_FILE = "gridwatch.yaml"


def check_opinion(
    reading: Reading, settings: Settings, profiles: Mapping[str, Profile], secrets: Secrets
) -> None:
    """Who is asked can be asked, and about something that some profile looks for."""
    opinion = settings.opinion
    known = sorted({rule.matter for profile in profiles.values() for rule in profile.rules})
    for i, matter in enumerate(opinion.matters if known else ()):
        if matter not in known:
            cure = did_you_mean(matter, known, f"Looked for are {', '.join(known)}.")
            reading.at(_FILE, ("opinion", "matters", i), f"no profile looks for {matter}", cure)
    for key, kind, given in (("folder", "model", opinion.folder), ("endpoint", "endpoint", opinion.endpoint)):
        if given and opinion.kind != kind:
            what, cure = f"is not used with kind {opinion.kind}", f"Set `kind: {kind}`, or take it out."
            reading.at(_FILE, ("opinion", key), what, cure, level="warning")
    if opinion.kind == "endpoint" and opinion.endpoint is not None:
        _check_address(reading, opinion.endpoint)
        _check_key(reading, opinion.endpoint, secrets)


def _check_address(reading: Reading, endpoint: OpinionEndpoint) -> None:
    """An address written as a number lies in `allow`; a name is checked when it is resolved."""
    where = ("opinion", "endpoint")
    parts = urlsplit(endpoint.url)
    if parts.query or parts.fragment:
        what = "holds a ? or #, and what follows would be lost"  # not told: it may be a key
        cure = "Give the address alone; a key goes into a secret that `key` names."
        reading.at(_FILE, (*where, "url"), what, cure)
    try:
        address = ip_address(parts.hostname or "")
    except ValueError:
        return  # a name
    if refused := why_refused(str(address), [ip_network(text) for text in endpoint.allow]):
        cure = f"Nothing would be asked: add {address}/{address.max_prefixlen} if that is where it stands."
        reading.at(_FILE, (*where, "allow"), refused, cure)


def _check_key(reading: Reading, endpoint: OpinionEndpoint, secrets: Secrets) -> None:
    _, values = secrets.names
    if endpoint.key is None or endpoint.key in values or not reading.secrets_read:
        return
    name = environment_name("SECRET", endpoint.key)
    cure = f"Set {name} or add it to `values` in the secrets file; leave `key` out where none is wanted."
    what = f"no secret is known by the name {endpoint.key}"
    reading.at(_FILE, ("opinion", "endpoint", "key"), what, cure)
