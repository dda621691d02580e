"""Users, for administrators: made, changed, disabled, reset, unlocked; their sessions."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.deps import Given
from api.models.people import (
    EndedOut,
    ResetIn,
    SessionOut,
    UserChange,
    UserIn,
    UserMadeOut,
    UserOut,
)
from api.people.accounts import Change, Made
from api.routes.me import People, by
from api.services import Services
from core.errors import NotFound
from core.people.lockout import logins_locked
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/users", tags=["people"])
Administrator = Annotated[Who, may(Act.PEOPLE)]


@router.get("")
def list_users(_: Administrator, given: Given) -> list[UserOut]:
    """Return every account by name, disabled ones too."""
    now = given.clock.now()
    with given.store.read() as reader:
        open_now = Counter(one.user for one in reader.sessions() if now < one.until)
        locks = logins_locked(reader.locks())
        return [
            UserOut.of(one, sessions=open_now[one.name], lock=locks.get(one.name), now=now)
            for one in reader.users()
        ]


@router.post("", status_code=201)
async def add(
    who: Administrator, given: Given, people: People, body: UserIn, answer: Response
) -> UserMadeOut:
    """Make an account; its temporary password, or a machine's token, is told this once."""
    made = await people.turns.run(
        lambda: people.accounts.add(
            body.name,
            display_name=body.display_name,
            role=body.role,
            scope=body.scope.taken(),
            by=by(who),
        )
    )
    people.gate.forget()
    answer.headers["Location"] = f"{router.prefix}/{made.user.name}"
    return _made(given, made)


@router.get("/{name}")
def one_user(_: Administrator, given: Given, name: str) -> UserOut:
    """Return one account."""
    return _told(given, name)


@router.patch("/{name}")
async def change(who: Administrator, given: Given, people: People, name: str, body: UserChange) -> UserOut:
    """Change an account, at once also for its open sessions; 409 for the last administrator."""
    wanted = Change(
        display_name=body.display_name,
        role=body.role,
        scope=body.scope.taken() if body.scope is not None else None,
        disabled=body.disabled,
    )
    await run_in_threadpool(people.accounts.change, name, wanted, by=by(who))
    people.gate.forget()
    return await run_in_threadpool(_told, given, name)


@router.post("/{name}/reset")
async def reset(who: Administrator, given: Given, people: People, name: str, body: ResetIn) -> UserMadeOut:
    """Give a temporary password (a machine: a new token), told this once; every session ends."""
    made = await people.turns.run(
        lambda: people.accounts.reset(name, by=by(who), factor_too=body.second_factor)
    )
    people.gate.forget()
    return _made(given, made)


@router.post("/{name}/unlock", status_code=204)
async def unlock(who: Administrator, people: People, name: str) -> None:
    """Forget wrong logins."""
    await run_in_threadpool(people.accounts.unlock, name, by=by(who))


@router.get("/{name}/sessions")
def sessions(who: Administrator, given: Given, name: str) -> list[SessionOut]:
    """Return an account's sessions, last used first."""
    now = given.clock.now()
    with given.store.read() as reader:
        if reader.user(name) is None:
            raise NotFound(f"no user {name}")
        return [SessionOut.of(one, this=who.session) for one in reader.sessions(name) if now < one.until]


@router.delete("/{name}/sessions")
async def end_all(who: Administrator, people: People, name: str) -> EndedOut:
    """End every session of an account."""
    ended = await run_in_threadpool(people.accounts.end_sessions, name, by=by(who))
    people.gate.forget()
    return EndedOut(ended=ended)


@router.delete("/{name}/sessions/{session_id}")
async def end_one(who: Administrator, people: People, name: str, session_id: str) -> EndedOut:
    """End one session of an account."""
    ended = await run_in_threadpool(people.accounts.end_sessions, name, by=by(who), session_id=session_id)
    people.gate.forget()
    return EndedOut(ended=ended)


def _made(given: Services, made: Made) -> UserMadeOut:
    user = UserOut.of(made.user, now=given.clock.now())
    return UserMadeOut(user=user, password=made.password, token=made.token)


def _told(given: Services, name: str) -> UserOut:
    now = given.clock.now()
    with given.store.read() as reader:
        user = reader.user(name)
        if user is None:
            raise NotFound(f"no user {name}")
        open_now = sum(now < one.until for one in reader.sessions(name))
        return UserOut.of(user, sessions=open_now, lock=logins_locked(reader.locks()).get(name), now=now)
