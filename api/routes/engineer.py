"""The engineer's pages: runs, scores, comparisons, sweeps, shadow results, promotion, labels."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

from alerts.store.base import Json
from api.auth import may
from api.deps import Given
from api.engineering import LabelsChanged, LabelsWrong, WorkbenchBook, WorkbenchOff
from api.models.engineer import JudgeIn, LabelsIn, LabelsOut, PromoteIn, UndoIn
from api.problems import problem
from api.tagged import picture_answer
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/workbench", tags=["workbench"])

Tuner = Annotated[Who, may(Act.TUNE)]
Truth = Annotated[str, Query(min_length=1, max_length=120, description="Name of a truth file.")]


@router.get("/runs")
def runs(_: Tuner, given: Given) -> list[Json]:
    """Return every run of `workbench.runs`, the newest first."""
    return list(_book(given).runs())


@router.get("/runs/{name}")
def run(_: Tuner, given: Given, name: str) -> Json:
    """Return one run: what was looked at, by what, and every alarm."""
    return _book(given).run(name)


@router.get("/runs/{name}/pictures/{file:path}", response_class=Response)
def picture(request: Request, _: Tuner, given: Given, name: str, file: str) -> Response:
    """Return the annotated look that opened an alarm."""
    return picture_answer(request, _book(given).picture(name, file))


@router.get("/runs/{name}/score")
def score(_: Tuner, given: Given, name: str, truth: Truth) -> Json:
    """Return the scorecard of a run, with the worst misses and false alarms."""
    return _book(given).score(name, truth)


@router.get("/compare")
def compare(_: Tuner, given: Given, a: str, b: str, truth: Truth) -> Json:
    """Return run B beside run A over what both looked at, and whether a difference is more than noise."""
    return _book(given).compare(a, b, truth)


@router.get("/truths")
def truths(_: Tuner, given: Given) -> list[Json]:
    """Return every truth file."""
    return list(_book(given).truths())


@router.get("/sweeps")
def sweeps(_: Tuner, given: Given) -> list[str]:
    """Return every sweep of `workbench.runs`, the newest first."""
    return list(_book(given).sweeps())


@router.get("/sweeps/{name}")
def sweep(_: Tuner, given: Given, name: str) -> Json:
    """Return what a sweep has tried and chosen."""
    return _book(given).sweep(name)


@router.get("/shadow")
def shadow(_: Tuner, given: Given) -> list[Json]:
    """Return every trial of a candidate beside what is live: what it would have told, or missed."""
    return list(_book(given).shadow())


@router.get("/shadow/{trial}/picture", response_class=Response)
def shadow_picture(request: Request, _: Tuner, given: Given, trial: str, side: str, subject: str) -> Response:
    """Return the masked picture of a would-be alarm, where one was kept."""
    return picture_answer(request, _book(given).shadow_picture(trial, side, subject))


@router.get("/candidates")
def candidates(_: Tuner, given: Given) -> list[Json]:
    """Return what lies in `workbench.candidates`."""
    return list(_book(given).candidates())


@router.get("/promotions")
def promotions(_: Tuner, given: Given) -> list[Json]:
    """Return every promotion, the newest first."""
    return list(_book(given).promotions())


@router.post("/promotions/judge")
def judge(_: Tuner, given: Given, body: JudgeIn) -> Json:
    """Return what would take the place of what, and what speaks against it; nothing is changed."""
    return _book(given).judge(body.candidate, body.live_run, body.candidate_run, body.truth)


@router.post("/promotions", response_model=None)
def promote(who: Tuner, given: Given, body: PromoteIn) -> Json | JSONResponse:
    """Make a candidate live; 409 with what speaks against it, unless forced with a reason."""
    done = _book(given).promote(
        body.candidate,
        body.live_run,
        body.candidate_run,
        body.truth,
        who=who.called(body.who),
        reason=body.reason.strip(),
        force=body.force,
    )
    if not done["done"]:
        return problem(
            409, f"{done['name']} is not promoted: {'; '.join(done['against'])}", against=done["against"]
        )
    return done


@router.post("/promotions/undo")
def undo(who: Tuner, given: Given, body: UndoIn) -> list[Json]:
    """Put back what the last promotion replaced."""
    return list(_book(given).undo(who=who.called(body.who), reason=body.reason.strip(), force=body.force))


@router.get("/clips")
def clips(_: Tuner, given: Given) -> list[Json]:
    """Return every clip and folder of stored looks of `workbench.clips`."""
    return list(_book(given).clips())


@router.get("/clips/{name}")
def clip(_: Tuner, given: Given, name: str) -> Json:
    """Return one: its length, or its looks."""
    return _book(given).clip(name)


@router.get("/clips/{name}/frame", response_class=Response)
def frame(
    request: Request,
    _: Tuner,
    given: Given,
    name: str,
    at: Annotated[float, Query(ge=0, le=1e7, description="Second of the clip, or number of the look.")] = 0,
) -> Response:
    """Return one picture."""
    return picture_answer(request, _book(given).frame(name, at))


@router.get("/clips/{name}/labels")
def labels(_: Tuner, given: Given, name: str, response: Response) -> LabelsOut:
    """Return the true events of a clip, with an ETag."""
    events, mark = _book(given).labels(name)
    response.headers["ETag"] = f'"{mark}"'
    return LabelsOut(events=list(events), mark=mark)


@router.put("/clips/{name}/labels", response_model=LabelsOut)
def write_labels(
    _: Tuner,
    given: Given,
    name: str,
    body: LabelsIn,
    response: Response,
    if_match: Annotated[str | None, Header(description="The ETag of the version that this changes.")] = None,
) -> LabelsOut | JSONResponse:
    """Write the true events of a clip; 412 when somebody else has written them since, 422 with every mistake."""
    if if_match is None:
        raise HTTPException(428, "If-Match: send the ETag of the version that you have changed")
    book = _book(given)
    try:
        book.write_labels(name, body.events, if_match.strip().strip('"'))
    except LabelsChanged as error:
        return problem(412, str(error))
    except LabelsWrong as error:
        return problem(422, str(error), problems=list(error.problems))
    return labels(_, given, name, response)


def _book(given: Given) -> WorkbenchBook:
    if given.workbench is None:
        raise WorkbenchOff("this service has no workbench")
    return given.workbench
