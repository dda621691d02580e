"""When two views are one incident, and when it is verified."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from core.config.base import Model, Slug

Light = Literal["any", "daylight"]


class Merging(Model):
    """When two views are one incident, and what proves that it was cleared."""

    distance_m: float = Field(default=6, ge=0, le=500)
    """Metres between two views of one matter up to which they are one, beyond their radii's share."""
    radius_share: float = Field(default=0.75, ge=0, le=3)
    """Share of the two radii, taken together as a root of squares, that is added to it."""
    most_m: float = Field(default=16, ge=0, le=500)
    """Never merged beyond this distance, however vague the places are; `distance_m` if that is larger."""
    unseen_s: float = Field(default=7 * 86400, gt=0)
    """Seconds after its last sight in which an incident still takes in what another camera sees at its place."""
    report_m: float = Field(default=50, ge=0, le=1000)
    """Metres up to which what somebody outside reported, with a radius of its own, is taken for an incident."""
    report_asks: int = Field(default=8, ge=0, le=50)
    """Cameras that are asked to look at what somebody outside reported and no incident is known of."""
    report_looks: int = Field(default=3, ge=1, le=50)
    """Looks of each of them that must show nothing before it is told as not seen."""
    undo_s: float = Field(default=3600, ge=0, le=7 * 86400)
    """Seconds in which a merge or split by an operator can be taken back."""
    kindred: tuple[tuple[Slug, ...], ...] = Field(
        default=(
            ("construction_waste", "exposed_garbage", "piled_goods", "green_waste", "dumped_furniture"),
            ("street_vending", "street_obstruction", "shop_overflow"),
            ("bicycle_parking", "shared_bicycles"),
        ),
        max_length=50,
    )
    """Groups of matters that may be one thing seen by different rules: at one place they are one incident."""
    point_radius_m: float = Field(default=30, gt=0)
    """A place less certain than this is told as the camera's grid, not as a point."""
    verify_s: float = Field(default=5, ge=0, le=3600)
    """Seconds from "handled" to the first verifying look; a look before that never counts against the crew."""
    verify_give_up_s: float = Field(default=86400, gt=0)
    """Seconds without a decidable look after which the incident is marked as not verified."""
    verify_light: Light = "any"
    """In which light a look may verify: any, or daylight (then it waits for the next morning, and `verify_give_up_s`
    must be longer than a night). A profile may say otherwise, e.g. any for lit places."""
    daylight_deg: float = Field(default=3, ge=-6, le=30)
    """Elevation of the sun in degrees from which it is daylight; -6 is civil twilight."""
    verify_clear: int = Field(default=2, ge=1, le=50)
    """Looks of a view that must show its place empty ..."""
    verify_clear_of: int = Field(default=2, ge=1, le=50)
    """... among its last so many that could decide, where its rule has lost its memory."""
    verify_present: int = Field(default=2, ge=1, le=50)
    """Looks that must show it to reopen it: one may have caught the truck loading."""
    verify_proof: int = Field(default=1, ge=1, le=50)
    """Looks beyond the rule's own that prove what nobody has called handled."""

    @field_validator("kindred")
    @classmethod
    def _apart(cls, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        named = [matter for group in groups for matter in group]
        doubled = sorted({matter for matter in named if named.count(matter) > 1})
        if doubled:
            raise ValueError(f"named twice: {', '.join(doubled)}; a matter is kin in one group only")
        lonely = [group[0] if group else "an empty group" for group in groups if len(group) < 2]
        if lonely:
            raise ValueError(f"alone in its group: {', '.join(lonely)}; name two matters or more")
        return groups

    def alike(self, matter: str) -> tuple[str, ...]:
        """Return the matters that may be the same thing, this one first."""
        kin = next((group for group in self.kindred if matter in group), ())
        return (matter, *(other for other in kin if other != matter))

    @model_validator(mode="after")
    def _k_of_n(self) -> Self:
        if self.verify_clear > self.verify_clear_of:
            raise ValueError(
                f"verify_clear={self.verify_clear} of verify_clear_of={self.verify_clear_of} can never be reached; "
                "make verify_clear at most verify_clear_of"
            )
        return self
