"""Which pictures there are: the address, how the window is, and what must stand there before one is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WINDOW, WALL, PHONE = (1440, 900), (3840, 2160), (390, 844)
ROW = ".ant-table-row"  # of a table
NINE = ",".join(f"cam-{n:02}" for n in (1, 3, 5, 7, 9, 11, 12, 13, 14))
SIXTEEN = ",".join([*(f"cam-{n:02}" for n in range(1, 16)), "port-0017"])
BOTH = ("zh", "en")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One picture, in one language or two."""

    name: str  # of the file, before the language
    path: str  # {case}: proven cleared; {open}: waits for a person; {link}: the link about `case`
    shows: str = "h1"  # CSS selector of what must be seen
    languages: tuple[str, ...] = BOTH
    window: tuple[int, int] = WINDOW  # pixels
    mode: str = "light"
    early: bool = False  # taken while the crowd stands on the plaza
    press: tuple[str, ...] = ()  # keys, one after the other
    click: tuple[str, ...] = ()  # selectors, one after the other
    public: bool = False  # by somebody who has not logged in
    width: int = 0  # pixels that the file is made smaller to; 0: as it is
    scale: float = (
        1  # drawn pixels for each of the window's: a 4K wall takes ten seconds without a graphics card
    )


SHOTS: tuple[Shot, ...] = (
    Shot(name="login", path="/login", public=True),
    Shot(name="first-run", path="/first-run", public=True),
    Shot(name="inbox", path="/?case={open}", shows="[data-testid=line]"),
    Shot(name="inbox-reject", path="/?case={open}", shows="[data-testid=line]", press=("r",)),
    Shot(name="map", path="/map", shows="[data-testid=map][data-drawn=yes]"),
    Shot(name="case", path="/case/{case}", shows="main img"),
    Shot(name="cases", path="/cases", shows=ROW),
    Shot(name="figures", path="/figures", shows="main canvas"),
    Shot(name="wall", path="/wall?n=9&cams=" + NINE, shows="main img"),
    Shot(
        name="wall-ptz", path="/wall?n=4&cams=cam-15,cam-01,cam-02,cam-03", shows="main img",
        click=("[data-tile='cam-15'] button:nth-of-type(2)",),
    ),
    Shot(name="cameras", path="/cameras", shows="[role=row] a"),
    Shot(name="camera", path="/camera/cam-01", shows="main img"),
    Shot(name="camera-zones", path="/camera/cam-01?tab=checks", shows="main img, main image"),
    Shot(name="camera-calibration", path="/camera/cam-01?tab=calibration", shows="main img, main image"),
    Shot(name="camera-ptz", path="/camera/cam-15?tab=ptz", shows="main img"),
    Shot(name="onboarding", path="/onboarding"),
    Shot(name="deliveries", path="/deliveries", shows=ROW),
    Shot(name="silences", path="/silences", shows=ROW),
    Shot(name="users", path="/users", shows=ROW),
    Shot(name="audit", path="/audit", shows=ROW),
    Shot(name="account", path="/account"),
    Shot(name="engineer", path="/engineer?tab=runs&run=present&truth=afternoon.jsonl", shows="main section dl"),
    Shot(name="engineer-sweep", path="/engineer?tab=sweeps", shows="main [role=tabpanel]"),
    Shot(name="engineer-shadow", path="/engineer?tab=shadow", shows="main [role=tabpanel]"),
    Shot(name="engineer-promote", path="/engineer?tab=promote", shows="main [role=tabpanel]"),
    Shot(name="engineer-label", path="/engineer/label?clip=afternoon", shows="main img, main canvas"),
    Shot(name="keys", path="/?case={open}", shows="[data-testid=line]", press=("?",)),
    Shot(name="inbox-dark", path="/?case={open}", shows="[data-testid=line]", mode="dark", languages=("zh",)),
    Shot(name="map-dark", path="/map", shows="[data-testid=map][data-drawn=yes]", mode="dark", languages=("en",)),
    Shot(name="figures-dark", path="/figures", shows="main canvas", mode="dark", languages=("zh",)),
    Shot(
        name="wall-4k", languages=("zh",), mode="dark", window=WALL, scale=0.5, shows="main img",
        path="/wall?n=16&cams=" + SIXTEEN,
    ),
    Shot(
        name="map-4k", path="/map", shows="[data-testid=map][data-drawn=yes]", languages=("zh",), mode="dark",
        window=WALL, width=1920,
    ),
    Shot(name="status-phone", path="{link}", window=PHONE, public=True),
    Shot(name="case-phone", path="/case/{case}", shows="main img", window=PHONE),
    Shot(name="inbox-phone", path="/?case={open}", shows="[data-testid=stage]", window=PHONE),
)  # fmt: skip


def chosen(only: Iterable[str]) -> tuple[Shot, ...]:
    """Return the named ones, or all.

    Raises:
        SystemExit: there is none of such a name.
    """
    wanted = set(only)
    if unknown := wanted - {shot.name for shot in SHOTS}:
        raise SystemExit(f"no such picture: {', '.join(sorted(unknown))}")
    return tuple(shot for shot in SHOTS if not wanted or shot.name in wanted)
