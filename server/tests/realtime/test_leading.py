"""Agents lead visitors to other pages: of the page's own site and of sites that the team names (rule C9)."""

import pytest

from tests.realtime.world import EVE, EVERYTHING, SESSION, World, spec
from userview.protocol.codes import ErrorCode
from userview.protocol.messages.actions import NavigateAction
from userview.protocol.messages.agent import InputOutcome, InputSent
from userview.protocol.messages.common import ErrorMessage, InputRefusal
from userview.protocol.messages.visitor import InputRequest, InputResult
from userview.protocol.origins import origin_of
from userview.realtime.inputs import AgentMessage, VisitorMessage
from userview.realtime.records import FeatureUsed


def go(url: str | None, to: str = "url") -> NavigateAction:
    return NavigateAction.model_validate({"to": to, "url": url})


def sent(world: World, action: NavigateAction, number: int = 1) -> InputSent:
    capture = world.captures[-1]
    return InputSent(session=SESSION, id=number, page=capture.page, epoch=capture.epoch, action=action)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Shop.Example/a?b#c", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:8080/", "http://shop.example:8080"),
        ("http://[::1]:80/", "http://[::1]"),
        ("https://shop.example:port/", None),
        ("ftp://shop.example/", None),
        ("about:blank", None),
        ("https://", None),
    ],
)
def test_c9_the_site_of_an_address(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "/cart",
        "https://ada:secret@shop.example/",
        "https:\\\\evil.example",
        "https://shop.example/a b",
        "file:///etc/passwd",
    ],
)
def test_c9_only_whole_addresses_of_the_web_are_read(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        go(url)


def test_c9_history_and_the_own_site_are_open_another_site_is_not() -> None:
    world = World()
    world.live()
    actions = [go(None, "back"), go(None, "forward"), go(None, "reload"), go("https://shop.example/help")]
    for number, action in enumerate(actions, 1):
        world.agent(sent(world, action, number))
    assert [request.action for request in world.heard("tab", InputRequest)] == actions
    for number, url in enumerate(["https://evil.example/", "http://shop.example/", "https://shop.example:8443/"], 5):
        world.agent(sent(world, go(url), number))
        assert world.last("ada", ErrorMessage).code == ErrorCode.SITE_NOT_ALLOWED
        assert world.last("ada", ErrorMessage).ref == str(number)
        assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED
    assert len(world.heard("tab", InputRequest)) == 4
    world.do(AgentMessage("ada", sent(world, go("https://pay.example/"), 8), site_named=True))
    assert world.last("tab", InputRequest).action == go("https://pay.example/")


def test_c9_leading_takes_control_and_is_written_down_once_it_was_done() -> None:
    world = World()
    world.live()
    participant = world.admitted["ada"].participant.id
    world.join("eve", EVE)
    world.agent(sent(world, go(None, "reload")))
    assert world.view().control == participant
    world.agent(sent(world, go(None, "back"), 2), "eve")
    assert world.last("eve", ErrorMessage).code == ErrorCode.CONTROL_HELD
    assert not [change for change in world.changes if isinstance(change, FeatureUsed)]
    result = InputResult(session=SESSION, agent=participant, id=1, ok=True, reason=None)
    world.do(VisitorMessage("tab", result))
    assert [change.feature for change in world.changes if isinstance(change, FeatureUsed)] == ["redirect"]


def test_a4_leading_has_its_own_permission() -> None:
    world = World()
    world.tab()
    permissions = EVERYTHING.model_copy(update={"allow_agent_redirect": False})
    world.open(spec(permissions=permissions, requires_consent=False))
    world.join()
    world.agent(sent(world, go(None, "reload")))
    assert world.last("ada", InputOutcome).reason is InputRefusal.NOT_PERMITTED
    assert not world.view().permissions.allow_agent_redirect
    assert not world.heard("tab", InputRequest)
