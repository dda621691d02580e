"""The caller's own account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from api.auth import Caller
from api.deps import Given
from api.models.me import AskedOut, MeOut, TotpOut
from api.models.people import CodeIn, EndedOut, EnrolOut, PasswordIn, ProofIn, RecoveryOut, SessionOut
from api.people import factor
from api.people.accounts import By
from api.people.desk import Desk
from core.config.settings.people import People as Policy
from core.people.who import Who

router = APIRouter(prefix="/api/v1/me", tags=["people"])


def desk(request: Request) -> Desk:
    """Return the desk of people."""
    found: Desk = request.app.state.people
    return found


async def user(who: Caller) -> Who:
    """Return who is asking, if it is a person with an account.

    Raises:
        HTTPException: 409 for a machine.
    """
    if not who.person or not who.session:
        raise HTTPException(409, "A token has no account of its own: log in by name.")
    return who


People = Annotated[Desk, Depends(desk)]
Person = Annotated[Who, Depends(user)]


def by(who: Who) -> By:
    """Return who does something to an account."""
    return By(who=who.name, role=who.role.value, address=who.address, session=who.session)


@router.get("")
async def me(who: Caller, people: People) -> MeOut:
    """Return who the caller is, what he may do and what he sees."""
    required = who.person and who.role in people.policy.totp_required
    return MeOut.of(
        who, totp=TotpOut(enrolled=who.totp, required=required), reason=_asked(who, people.policy)
    )


def _asked(who: Who, policy: Policy) -> AskedOut:
    """Return when a reason is asked of him, told of the owners of his scope only; a machine is not asked."""
    if not who.person:
        return AskedOut(always=False, owners=[])
    owners = {*policy.reason_owners, *(said.owner for said in policy.owners if said.reason)}
    theirs = [one for one in sorted(owners) if not who.scope.owners or one in who.scope.owners]
    return AskedOut(always=who.role in policy.reason_roles, owners=theirs)


@router.post("/password", status_code=204)
async def change_password(who: Person, people: People, body: PasswordIn) -> None:
    """Change one's own password; every other session ends."""
    await people.turns.run(
        lambda: people.accounts.new_password(who.name, old=body.old, new=body.new, by=by(who))
    )
    people.gate.forget()


@router.post("/totp")
async def enrol(who: Person, people: People) -> EnrolOut:
    """Begin a second factor: put the key into an authenticator, then confirm with a code within ten minutes."""
    if who.totp:
        raise HTTPException(409, "There is a second factor already; remove it first.")
    key = people.enrolling.begin(who.name)
    told = factor.address(key, who.name)
    return EnrolOut(key=key, address=told, svg=factor.picture(told))


@router.post("/totp/confirm")
async def confirm(who: Person, people: People, body: CodeIn) -> RecoveryOut:
    """Take the second factor into use; the recovery codes are shown this once."""
    key = people.enrolling.key(who.name)
    if key is None:
        raise HTTPException(409, "Begin again: the key was shown more than ten minutes ago.")
    codes = await run_in_threadpool(people.accounts.enrol, who.name, key, body.code, by=by(who))
    people.enrolling.end(who.name)
    people.gate.forget()
    return RecoveryOut(codes=codes)


@router.post("/totp/remove", status_code=204)
async def remove(who: Person, people: People, body: ProofIn) -> None:
    """Remove one's own second factor."""
    await people.turns.run(lambda: people.accounts.drop_factor(who.name, password=body.password, by=by(who)))
    people.gate.forget()


@router.get("/sessions")
def sessions(who: Person, given: Given) -> list[SessionOut]:
    """Return one's own sessions, last used first."""
    now = given.clock.now()
    with given.store.read() as reader:
        return [SessionOut.of(one, this=who.session) for one in reader.sessions(who.name) if now < one.until]


@router.delete("/sessions")
async def end_others(who: Person, people: People) -> EndedOut:
    """End every session but this one."""
    ended = await run_in_threadpool(people.accounts.end_sessions, who.name, by=by(who), but=who.session)
    people.gate.forget()
    return EndedOut(ended=ended)


@router.delete("/sessions/{session_id}")
async def end(who: Person, people: People, session_id: str) -> EndedOut:
    """End one of one's own sessions."""
    ended = await run_in_threadpool(people.accounts.end_sessions, who.name, by=by(who), session_id=session_id)
    people.gate.forget()
    return EndedOut(ended=ended)
