from __future__ import annotations

from core.config.camera import Camera
from gridwatch.probing.plan import Plan
from tests.builders import camera
from tests.builders_probing import port, result


def plan(*cameras: Camera, per_host: int = 2, refusals: int = 2) -> Plan:
    """Return a plan with small limits."""
    return Plan(cameras, per_host=per_host, refusals=refusals)


def all_that_start(made: Plan) -> list[str]:
    """Start whoever may; return their ids in order."""
    return [one.id for one in iter(made.start, None)]


def test_hosts_take_turns() -> None:
    """A recorder of many channels does not keep the others waiting; each host has its few sessions."""
    made = plan(
        *(port(f"n{i}", "nvr", login=None) for i in range(5)),
        port("a", "10.0.0.2", login=None),
        port("b", "10.0.0.3", login=None),
    )
    assert all_that_start(made) == ["n0", "a", "b", "n1"]
    assert made.left == 3
    made.ended(result("n1"))
    assert all_that_start(made) == ["n2"]
    made.ended(result("n0"))
    made.ended(result("n2"))
    assert all_that_start(made) == ["n3", "n4"]
    assert made.left == 0


def test_a_login_is_tried_by_one_camera_first() -> None:
    """Until it is taken: two channels at once with a wrong password would be four refusals."""
    made = plan(port("n1"), port("n2"), port("n3"))
    assert all_that_start(made) == ["n1"]
    made.ended(result("n1"))
    assert all_that_start(made) == ["n2", "n3"]


def test_a_login_refused_twice_is_not_shown_again() -> None:
    """The account of a 64-channel recorder is not locked by a probe; the rest is told as not asked."""
    made = plan(*(port(f"n{i}") for i in range(5)))
    assert all_that_start(made) == ["n0"]
    assert made.ended(result("n0", "login_refused")) == []
    assert all_that_start(made) == ["n1"]
    assert [one.id for one in made.ended(result("n1", "login_refused"))] == ["n2", "n3", "n4"]
    assert all_that_start(made) == []
    assert made.left == 0


def test_one_that_was_let_in_shows_that_the_login_is_right() -> None:
    """A gateway of many devices: two with another password do not stop the others."""
    made = plan(*(port(f"n{i}") for i in range(4)), per_host=1)
    all_that_start(made)
    made.ended(result("n0"))
    for name in ("n1", "n2"):
        assert all_that_start(made) == [name]
        assert made.ended(result(name, "login_refused")) == []
    assert all_that_start(made) == ["n3"]


def test_another_login_or_port_of_the_host_is_another_matter() -> None:
    """Behind one router there are many devices: each port is judged by itself, the sessions are the host's."""
    made = plan(
        port("a", login="x"), port("b", login="y"), port("c", login="y", number=8080), port("a2", login="x")
    )
    assert all_that_start(made) == ["a", "b"]
    made.ended(result("b", "login_refused"))
    assert all_that_start(made) == ["c"]
    made.ended(result("a", "login_refused"))
    made.ended(result("c", "login_refused"))
    assert all_that_start(made) == ["a2"]
    assert made.ended(result("a2", "login_refused")) == []


def test_a_host_that_does_not_answer_is_asked_for_every_camera() -> None:
    """One at a time where a login is to be shown; each has its own answer in the table."""
    made = plan(port("n0"), port("n1"))
    assert all_that_start(made) == ["n0"]
    made.ended(result("n0", "no_route"))
    assert all_that_start(made) == ["n1"]


def test_an_open_device_is_not_asked_one_by_one() -> None:
    """It asked for no login, so none can be refused."""
    made = plan(port("n0"), port("n1"), port("n2"))
    all_that_start(made)
    made.ended(result("n0", login="none"))
    assert all_that_start(made) == ["n1", "n2"]


def test_hosts_go_by_their_budget_key() -> None:
    """Two addresses of one recorder share its sessions, as they do when it is looked at."""
    keyed = [
        camera(id=name, access={"host": f"10.0.0.{i}", "host_key": "nvr"}) for i, name in enumerate("abc")
    ]
    assert all_that_start(plan(*keyed, per_host=2)) == ["a", "b"]
