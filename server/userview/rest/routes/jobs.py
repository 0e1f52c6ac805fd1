"""`/v1/jobs`: how far work in the background is."""

from typing import Annotated

from fastapi import APIRouter, Path

from userview.ports.erasure import Erasure
from userview.rest.answers import OneJob
from userview.rest.auth import Reader
from userview.rest.context import Services
from userview.rest.errors import NotFound
from userview.rest.openapi_parts import errors
from userview.rest.schemas import Job

router = APIRouter(prefix="/v1/jobs", tags=["Jobs"])


@router.get("/{id}", responses=errors(401, 403, 404, 429))
async def get_job(
    api: Services,
    caller: Reader,
    id: Annotated[str, Path(description="The job's `id`.")],  # noqa: A002 - its name in the API
) -> OneJob:
    """How far a job is. It can be asked for until a month after it ended."""
    erasure = await api.erasures.progress(caller.team.id, id)
    if erasure is None:
        raise NotFound(f"there is no job with the id {id[:40]!r}")
    return OneJob(job=job(erasure))


def job(erasure: Erasure) -> Job:
    """As the API shows it."""
    return Job(
        id=erasure.id,
        state=erasure.state,
        total=erasure.total,
        done=erasure.done,
        created_at=erasure.created_at,
        started_at=erasure.started_at,
        finished_at=erasure.finished_at,
    )
