"""`gridwatch cameras calibrate`: check point pairs, show what they are worth, save them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.geo import Datum
from gridwatch.cli.config import ConfigFolder, JsonTarget
from gridwatch.cli.show import complain, out, table, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.calibration import Checked
    from core.config.camera import PointPair
    from core.frame import Image
    from gridwatch.configuration.loader import Configuration

_DATUMS = {datum.value: datum for datum in Datum}


def _datum(text: str) -> Datum:
    datum = _DATUMS.get(text.upper().replace("-", ""))
    if datum is None:
        raise typer.BadParameter(f"give {', '.join(_DATUMS)}", param_hint="--datum")
    return datum


def calibrate(
    camera_id: Annotated[str, typer.Argument(metavar="CAMERA", help="Id of the camera.")],
    points: Annotated[Path, typer.Option(help="CSV with the columns x,y,lon,lat (and datum).", exists=True)],
    picture: Annotated[
        Path | None, typer.Option(help="The picture in which they were clicked.", exists=True)
    ] = None,
    datum: Annotated[
        Datum | None,
        typer.Option(
            parser=_datum, metavar="DATUM", help="Of the map: GCJ02 (Chinese base maps), BD09, WGS84."
        ),
    ] = None,
    png: Annotated[Path | None, typer.Option(help="Write the picture with points and errors here.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Set them over the camera's file.")] = False,
    config: ConfigFolder = Path("configs"),
    json: JsonTarget = None,
) -> None:
    """Check six or more point pairs of a camera: the error of each when the others place it, what is wrong, and how
    sure places will be at 20, 40 and 80 m.
    """  # noqa: D205 - one paragraph: typer prints it as the command's help
    from alerts.calibration import check
    from core.errors import NotFound
    from gridwatch.calibration.points import read_points
    from gridwatch.configuration.loader import load

    configuration = load(config)
    camera = configuration.cameras.get(camera_id)
    if camera is None:
        raise NotFound(f"no camera {camera_id} in {config}")
    image = _read(picture, configuration.settings.looking.max_pixels)
    size = (image.shape[1], image.shape[0]) if image is not None else None
    pairs = read_points(points, datum=datum, size=size)
    checked = check(pairs, camera)
    if png is not None:
        _draw(png, image, pairs, checked)
    saved = _save(configuration, camera_id, pairs, checked, image) if save and checked.usable else None
    if json is not None:
        write_json(json, _told(camera_id, pairs, checked, saved=saved))
    else:
        _show(camera_id, checked, saved)
    if not checked.usable:
        if json is None:
            complain("these points cannot be used" + ("; nothing was saved" if save else ""))
        raise typer.Exit(1)


def _read(path: Path | None, max_pixels: int) -> Image | None:
    from core.errors import ConfigError, LookError
    from ingest.picture import decode

    if path is None:
        return None
    try:
        return decode(path.read_bytes(), max_pixels=max_pixels)
    except LookError as error:
        raise ConfigError(
            f"{path}: is no picture that can be read ({error.detail}); give the camera's JPEG or PNG"
        ) from error


def _draw(path: Path, image: Image | None, pairs: Sequence[PointPair], checked: Checked) -> None:
    import cv2

    from gridwatch.calibration.drawing import draw

    path.parent.mkdir(parents=True, exist_ok=True)
    good, data = cv2.imencode(".png", draw(image, pairs, checked))
    if good:
        path.write_bytes(data.tobytes())


def _save(
    configuration: Configuration,
    camera_id: str,
    pairs: Sequence[PointPair],
    checked: Checked,
    image: Image | None,
) -> str:
    """Set the points over the camera's file; return the name of the overlay."""
    from api.overlays import TuneWish
    from core.clock import SystemClock
    from gridwatch.overlays.book import write
    from ingest.drift import reference_of

    at = SystemClock().now()
    made = {
        "at": at.isoformat(timespec="seconds"),
        "error_m": checked.median_m,
        "reference": reference_of(image) if image is not None else "",
    }
    data = {"ground_points": [pair.model_dump(mode="json") for pair in pairs], "calibration": made}
    done = write(configuration, TuneWish(camera_id=camera_id, data=data, expects="*", who="cli"), at)
    return done.tuned.now.overlay_file if done.tuned.now is not None else ""


def _show(camera_id: str, checked: Checked, saved: str | None) -> None:
    rows = [
        (one.number, "-" if one.off_m is None else f"{one.off_m:.2f}", "fits" if one.used else "does not fit")
        for one in checked.points
    ]
    table(f"{camera_id}: each point as the others place it", ("point", "off by, m", ""), rows)
    for fault in checked.faults:
        out.print(f"{fault.what}. {fault.cure}", style="red" if fault.fatal else "yellow", markup=False)
    if checked.median_m is not None:
        out.print(
            f"held-out error: median {checked.median_m:.2f} m, worst {checked.worst_m:.2f} m", markup=False
        )
    told = ", ".join(
        f"{away:.0f} m: " + ("not shown" if radius is None else f"{radius:.1f} m")
        for away, radius in checked.radii_m
    )
    out.print(f"radius that holds 95 % of places, by distance: {told}", markup=False)
    if saved is not None:
        out.print(f"saved in {saved}; a running service takes it at once", markup=False)


def _told(
    camera_id: str, pairs: Sequence[PointPair], checked: Checked, *, saved: str | None
) -> dict[str, Any]:
    return {
        "camera": camera_id,
        "usable": checked.usable,
        "median_m": checked.median_m,
        "worst_m": checked.worst_m,
        "radii_m": {f"{away:.0f}": radius for away, radius in checked.radii_m},
        "points": [
            {"number": one.number, "picture": pair.picture, "datum": pair.ground.datum.value, "used": one.used,
             "off_m": one.off_m, "others": one.others}
            for one, pair in zip(checked.points, pairs, strict=True)
        ],
        "faults": [
            {"code": one.code, "what": one.what, "cure": one.cure, "points": one.points, "fatal": one.fatal}
            for one in checked.faults
        ],
        "saved": saved,
    }  # fmt: skip
