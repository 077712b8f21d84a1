"""Long computations in processes of their own: the same bits, stopped when nobody waits, and nobody hangs for ever."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.scenario import Scenario
from core.training import train
from tests.ui import doing
from tests.waiting import PATIENCE, until
from ui.language.speaking import speaking
from ui.serving import cache, worker, workers
from ui.serving.work import Work
from ui.serving.workers import Job, Pool, WorkerError


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CORES", 2)


@pytest.fixture(scope="module")
def pool() -> Pool:
    return Pool(1)


def submitted(pool: Pool, function: Callable[..., Any], *args: Any, seconds: float = 1.0) -> Job[Any]:
    job: Job[Any] = Job(Work(function, args, seconds))
    pool.submit(job)
    return job


@pytest.fixture
def busy(pool: Pool, tmp_path: Path) -> Iterator[Job[Any]]:
    """The pool's only worker has something to do, until the test is over."""
    begun = tmp_path / "busy"
    job = submitted(pool, doing.go_on, str(begun))
    until(begun.exists)
    yield job
    pool.drop(job)


def test_a_run_comes_to_the_last_bit_as_in_here_and_unwritable(pool: Pool) -> None:
    scenario = Scenario(data="moons", steps=50, batch=16, seed=77)
    job: Job[Any] = Job(cache.work_of(cache.run, (scenario,), 1.0))
    pool.submit(job)
    data, history = job.future.result(PATIENCE)
    ours = train(scenario, scenario.dataset())
    for name in ("W", "dW", "update", "loss", "accuracy"):
        assert np.array_equal(getattr(history, name), getattr(ours, name))
    with pytest.raises(ValueError, match="read-only"):
        data.X[0] = 1.0


def test_what_nobody_waits_for_any_more_is_not_begun(pool: Pool, busy: Job[Any], tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    unwanted = submitted(pool, doing.note, str(trace))
    assert pool.place(unwanted) == 1
    pool.drop(unwanted)
    assert pool.place(unwanted) == 0
    pool.drop(busy)
    assert submitted(pool, doing.double, 4).future.result(PATIENCE) == 8
    assert unwanted.future.cancelled()
    assert not trace.exists()


def test_what_runs_is_stopped_and_its_worker_does_the_next(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However busy the machine is: a worker that is slow to stop would be ended.
    monkeypatch.setattr(workers, "STOPPING", PATIENCE)
    before = submitted(pool, doing.process).future.result(PATIENCE)
    begun = tmp_path / "begun"
    unwanted = submitted(pool, doing.go_on, str(begun))
    until(begun.exists)
    pool.drop(unwanted)
    with pytest.raises(CancelledError):
        unwanted.future.result(PATIENCE)
    assert submitted(pool, doing.process).future.result(PATIENCE) == before


def test_a_large_server_has_small_workers() -> None:
    large = np.ones(worker.MOST_MEMORY // 8 + 1)
    pool = Pool(1)
    first = submitted(pool, doing.process).future.result(PATIENCE)
    assert submitted(pool, doing.process).future.result(PATIENCE) == first
    assert large.nbytes > worker.MOST_MEMORY


def test_what_does_not_stop_is_ended_with_its_worker(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "STOPPING", 0.05)
    begun = tmp_path / "begun"
    stubborn = submitted(pool, doing.go_on_whatever_happens, str(begun))
    until(begun.exists)
    pool.drop(stubborn)
    assert submitted(pool, doing.double, 4).future.result(PATIENCE) == 8


def test_when_a_worker_dies_its_job_has_failed_and_the_next_one_has_another(pool: Pool) -> None:
    before = submitted(pool, doing.process).future.result(PATIENCE)
    with pytest.raises(WorkerError):
        submitted(pool, doing.die).future.result(PATIENCE)
    assert submitted(pool, doing.process).future.result(PATIENCE) != before


def test_an_error_is_the_same_here_and_says_where_it_came_from(pool: Pool) -> None:
    with pytest.raises(ValueError, match="what was wrong") as caught:
        submitted(pool, doing.fail, "what was wrong").future.result(PATIENCE)
    assert any(name == "fail" for _, _, name in caught.value.places)  # type: ignore[attr-defined]


def test_little_goes_before_much(pool: Pool, busy: Job[Any]) -> None:
    much = submitted(pool, doing.double, 1, seconds=2.0)
    little = submitted(pool, doing.double, 1, seconds=0.3)
    assert (pool.place(little), pool.place(much)) == (1, 2)
    pool.drop(busy)
    assert much.future.result(PATIENCE) == little.future.result(PATIENCE) == 2


@pytest.mark.long
def test_a_worker_ends_when_there_is_nothing_to_do_and_another_one_begins() -> None:
    brief = Pool(1, idle=0.0)
    first = submitted(brief, doing.process).future.result(PATIENCE)
    until(lambda: brief._threads == 0)
    assert submitted(brief, doing.process).future.result(PATIENCE) != first


def test_where_there_is_no_process_to_be_had_it_is_computed_here() -> None:
    alone = Pool(1, command=["/there/is/no/such/program"])
    assert submitted(alone, doing.double, 4).future.result(PATIENCE) == 8
    with pytest.raises(ValueError, match="what was wrong"):
        submitted(alone, doing.fail, "what was wrong").future.result(PATIENCE)


def test_a_worker_knows_our_runs_and_we_learn_its_own() -> None:
    """The timeline of a long run is a worker's; the run comes with it, and the next timeline of it is told of it."""
    from ui.explorer.page import explorer_cost
    from ui.panels.view import View
    from ui.serving import timelines

    scenario = Scenario(data="blobs", samples=4_000, steps=1_500, seed=4_711)
    assert timelines.costs.run(scenario) + explorer_cost(scenario) > 0.2
    cache.RUNS.reset()
    there = timelines.explorer_timeline(scenario, View())
    assert cache.RUNS.has(cache.run_key(scenario))
    work = cache.work_of(timelines.explorer_timeline, (scenario, View()), 1.0, [scenario])
    assert [key for _, key, _ in work.known()] == [cache.run_key(scenario)]
    # To the last bit as it is made in here.
    assert timelines.pack(timelines.explorer(scenario, *cache.run(scenario), View())) == there


def test_a_worker_speaks_the_language_of_whoever_asks(pool: Pool) -> None:
    with speaking("de"):
        job = submitted(pool, doing.language)
    assert job.future.result(PATIENCE) == "de"
    assert submitted(pool, doing.language).future.result(PATIENCE) == "en"


def test_a_worker_is_started_for_the_next_who_asks() -> None:
    """Only one, however often he asks; while it starts it is not free."""
    pool = Pool(2)
    assert not pool.is_free()
    assert pool._threads == 0
    assert not pool.is_free(or_start=True)
    until(lambda: pool.is_free(or_start=True))
    assert pool._threads == 1
    process = submitted(pool, doing.process).future.result(PATIENCE)
    until(pool.is_free)
    assert submitted(pool, doing.process).future.result(PATIENCE) == process


def test_who_asks_again_at_once_has_the_same_worker() -> None:
    """Whoever hears of a job's end finds its worker there: asked in that very moment, it needs no second one."""
    pool = Pool(2)
    first: Job[int] = Job(Work(doing.process, (), 1.0))
    second: Job[int] = Job(Work(doing.process, (), 1.0))
    first.future.add_done_callback(lambda _: pool.submit(second))
    pool.submit(first)
    assert second.future.result(PATIENCE) == first.future.result(PATIENCE)
    assert pool._threads == 1


def test_a_worker_that_is_starting_is_not_free(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(2)
    free = []

    class Starting(workers.Worker):
        def __init__(self, command: Iterable[str]) -> None:
            free.append(pool.is_free())
            super().__init__(command)

    monkeypatch.setattr(workers, "Worker", Starting)
    submitted(pool, doing.process).future.result(PATIENCE)
    assert free == [False]
    assert pool.is_free()


def test_a_worker_with_more_than_a_moment_of_work_is_not_free(pool: Pool, busy: Job[Any]) -> None:
    assert busy.work.seconds > workers.MOMENT
    assert not pool.is_free()
    pool.drop(busy)
    until(pool.is_free)


def test_one_with_less_before_is_worth_waiting_for(pool: Pool, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    running = submitted(pool, doing.go_on, str(begun), seconds=0.8 * workers.MOMENT)
    until(begun.exists)
    assert pool.is_free()
    # But not another one behind both.
    waiting = submitted(pool, doing.process, seconds=0.3 * workers.MOMENT)
    assert not pool.is_free()
    pool.drop(running)
    waiting.future.result(PATIENCE)


def test_where_there_is_one_core_no_worker_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CORES", 1)
    pool = Pool(1)
    assert not pool.is_free(or_start=True)
    assert pool._threads == 0


def test_a_worker_keeps_the_data_that_many_runs_share(pool: Pool) -> None:
    """It says what it has made of them once. The runs themselves it has of us, or makes anew."""
    learned: list[list[tuple[str, Any, object]]] = []

    def made_for(learning_rate: float) -> list[str]:
        scenario = Scenario(data="moons", steps=5, seed=4_712, learning_rate=learning_rate)
        work = Work(cache.run, (scenario,), 1.0, learn=lambda known: learned.append([*known]))
        job: Job[Any] = Job(work)
        pool.submit(job)
        job.future.result(PATIENCE)
        return [name for name, _, _ in learned[-1]]

    assert "ground" in made_for(0.1)
    assert "ground" not in made_for(0.2)
    # Of what was stopped nothing is trusted.
    with pytest.raises(ValueError, match="wrong"):
        submitted(pool, doing.fail, "wrong").future.result(PATIENCE)
    assert "ground" in made_for(0.3)


def test_a_timeline_of_a_worker_is_ready_to_be_fetched(pool: Pool) -> None:
    from ui.panels.view import View
    from ui.serving import addresses, timelines

    scenario = Scenario(data="moons", steps=5, seed=4_713)
    job: Job[Any] = Job(cache.work_of(timelines.explorer_timeline, (scenario, View()), 1.0, [scenario]))
    pool.submit(job)
    packed = job.future.result(PATIENCE)
    made = len(addresses.FOLDED)
    where = addresses.address(packed)
    assert addresses.find(where.rpartition("/")[2])
    assert len(addresses.FOLDED) == made
