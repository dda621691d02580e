"""The caller's own account."""

from __future__ import annotations

from fastapi import APIRouter

from api.auth import Caller
from api.models.me import MeOut, TotpOut

router = APIRouter(prefix="/api/v1/me", tags=["people"])


@router.get("")
def me(who: Caller) -> MeOut:
    """Return who the caller is, what he may do and what he sees."""
    return MeOut.of(who, totp=TotpOut(enrolled=False, required=False))
