"""What a receiver's file must agree with: the message's fields, crosswalks, code tables, plug-ins, secrets."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.crosswalk import missing
from alerts.grid import GridIndex
from alerts.mapping.faults import faults
from alerts.signers.choice import installed, signer_of
from alerts.signing import BadSecret, read_keys
from core.config.crosswalk import Crosswalk
from core.config.matter import MatterTable
from core.config.receiver import Receiver
from core.config.settings.root import Settings
from core.config.signature import HmacQuery, Plugin
from core.errors import ConfigError
from core.secrets import Secrets
from gridwatch.configuration.problem import did_you_mean
from gridwatch.configuration.reading import Reading
from gridwatch.configuration.secrets_file import environment_name

_SHOWN = 8  # codes told by name


def check_receivers(
    reading: Reading,
    settings: Settings,
    receivers: Mapping[str, Receiver],
    crosswalks: Mapping[str, Crosswalk],
    table: MatterTable | None,
    secrets: Secrets,
    grid: GridIndex,
) -> None:
    """Every receiver can be told of everything that it wants to be told of."""
    for receiver in receivers.values():
        name = reading.receiver_files[receiver.name]
        for fault in faults(receiver):
            cure = did_you_mean(fault.word, fault.known, fault.cure) if fault.word else fault.cure
            reading.at(name, fault.key, fault.what, cure)
        _check_signature(reading, name, receiver, secrets)
        _check_matters(reading, name, receiver, table)
        _check_grids(reading, name, receiver, grid)
        if receiver.codes is not None:
            _check_codes(reading, name, receiver, crosswalks, table)
        _check_pictures(reading, name, receiver, settings)


def _check_signature(reading: Reading, name: str, receiver: Receiver, secrets: Secrets) -> None:
    how = receiver.signature
    if isinstance(how, Plugin) and how.plugin not in installed():
        known = ", ".join(installed()) or "none"
        cure = did_you_mean(how.plugin, installed(), f"Install it beside Gridwatch; there is {known}.")
        reading.at(name, ("signature", "plugin"), f"no signer {how.plugin} is installed", cure)
    elif isinstance(how, Plugin):
        try:
            signer_of(receiver)
        except ConfigError as error:
            reading.at(name, ("signature",), str(error), "Correct its options.")
    form = receiver.body is not None and receiver.body.content == "form"
    if isinstance(how, HmacQuery) and how.body == "fields" and not form:
        cure = "Use text or sha256, or send a form."
        reading.at(name, ("signature", "body"), "a body that is no form has no fields to sign", cure)
    for key in ("secret", "next_secret"):
        secret = getattr(receiver, key)
        if secret is None:
            continue
        value = secrets.value(secret)
        if value is None and reading.secrets_read:
            variable = environment_name("SECRET", secret)
            made = f"{secret} --webhook" if receiver.signature.kind == "standard_webhooks" else secret
            cure = f"Set {variable} or add it to the secrets file; `gridwatch secrets new {made}` makes one."
            reading.at(name, (key,), f"the secret {secret} is named but not known", cure)
        elif value is not None and (why := _why_no_key(receiver, secret, value)) is not None:
            reading.at(name, (key,), f"the secret {secret} {why[0]}", why[1])


def _why_no_key(receiver: Receiver, name: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with the value of a secret of this name, and the cure; the value itself is never told."""
    if receiver.signature.kind == "standard_webhooks":
        try:
            read_keys(value)
        except BadSecret as error:
            return f"cannot sign: {error}", f"`gridwatch secrets new {name} --webhook --replace`."
    elif not receiver.signature.several and len(value.split()) > 1:
        what = "holds several keys, and this kind of signature carries one"
        return what, "Name the other by next_secret, with switch_at."
    return None


def _check_matters(reading: Reading, name: str, receiver: Receiver, table: MatterTable | None) -> None:
    if table is None:
        return
    known = {row.matter for row in table.rows}
    for i, matter in enumerate(receiver.matters):
        if matter not in known:
            what = f"{table.table} has no matter {matter}: it would never be told"
            cure = did_you_mean(matter, known, "Add a row for it to the table.")
            reading.at(name, ("matters", i), what, cure)


def _check_grids(reading: Reading, name: str, receiver: Receiver, grid: GridIndex) -> None:
    codes = [cell.code for cell in grid.cells]
    for i, prefix in enumerate(receiver.grids if codes else ()):
        if not any(code.startswith(prefix) for code in codes):
            what = f"no polygon of configs/grid/ lies under {prefix}: nothing there would ever be told"
            cure = f"Correct it; codes here begin with {codes[0][:6]}."
            reading.at(name, ("grids", i), what, cure, level="warning")


def _check_codes(
    reading: Reading,
    name: str,
    receiver: Receiver,
    crosswalks: Mapping[str, Crosswalk],
    table: MatterTable | None,
) -> None:
    crosswalk = crosswalks.get(receiver.codes or "")
    if crosswalk is None:
        cure = did_you_mean(
            receiver.codes or "",
            crosswalks,
            f"There is {', '.join(crosswalks) or 'none in matters/crosswalks/'}.",
        )
        reading.at(name, ("codes",), f"there is no crosswalk {receiver.codes}", cure)
        return
    if table is None:
        return
    if crosswalk.from_table != table.table:
        what = f"the crosswalk begins at {crosswalk.from_table}, and incidents are coded by {table.table}"
        reading.at(name, ("codes",), what, "Name a crosswalk from that table.")
        return
    wanted = [row.code for row in table.rows if not receiver.matters or row.matter in receiver.matters]
    if lacking := missing(wanted, crosswalk):
        told = ", ".join(lacking[:_SHOWN]) + (" ..." if len(lacking) > _SHOWN else "")
        what = f"the crosswalk {crosswalk.crosswalk} has no row for {told}"
        reading.at(name, ("codes",), what, "Add the rows, or name the receiver's `matters`.")


def _check_pictures(reading: Reading, name: str, receiver: Receiver, settings: Settings) -> None:
    if receiver.body is None or settings.delivery.evidence_url:
        return
    for key, field in receiver.body.fields.items():
        if field.pictures == "link":
            what = "asks for links, and delivery.evidence_url is empty: none are given"
            cure = "Set delivery.evidence_url, or ask for base64."
            reading.at(name, ("body", "fields", key, "pictures"), what, cure, level="warning")
