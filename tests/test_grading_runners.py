"""Threads share runners, and begin another one where waiting for one has cost as much."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from resetcycle.grading import runners


class Runner:
    """Counts itself, and whether it was ended."""

    def __init__(self):
        self.ended = 0

    def close(self):
        self.ended += 1


@pytest.fixture
def shared(monkeypatch):
    """Return a function that makes runners to share; another one pays after so many seconds."""

    def share(most, begin):
        monkeypatch.setattr(runners, "BEGIN", begin)
        made = [Runner()]
        return made, runners.Shared(lambda: made.append(Runner()) or made[-1], [*made], most)

    return share


def test_a_few_quick_ones_share_the_first(shared):
    made, share = shared(most=8, begin=60)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: use(share), range(40)))
    assert len(made) == 1


def test_beside_one_that_does_not_end_another_begins_and_no_more_than_allowed(shared):
    made, share = shared(most=2, begin=0.01)
    holds, lasts = threading.Event(), threading.Event()
    with ThreadPoolExecutor(4) as threads:
        try:
            lent = threads.submit(use, share, lambda: holds.set() or lasts.wait())
            assert holds.wait(60)
            other = [threads.submit(use, share) for _ in range(20)]
            assert all(each.result(60) in made for each in other)
            assert len(made) == 2 and not lent.done()
        finally:
            lasts.set()
    share.close()
    assert [each.ended for each in made] == [1, 1]


def test_short_waits_add_up_to_another_one(shared):
    made, share = shared(most=2, begin=0.2)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: use(share, lambda: sleep(0.05)), range(40)))
    assert len(made) == 2


def test_where_one_could_not_begin_the_next_may_try(shared):
    made, share = shared(most=2, begin=0.01)

    def fails():
        raise OSError("no room")

    make, share._make = share._make, fails
    with share.one():
        for _ in range(2):
            with pytest.raises(OSError, match="no room"):
                use(share)
        share._make = make
        assert use(share) is made[1]


def use(share, work=lambda: None):
    with share.one() as lent:
        work()
        return lent
