"""Golden messages: both languages read the same files (protocol/examples)."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from userview.protocol import envelope, messages
from userview.protocol.generate import UNIONS, outputs, schema
from userview.protocol.messages import BadMessage

EXAMPLES = Path(__file__).parents[3] / "protocol" / "examples"
ADAPTERS: dict[str, TypeAdapter[Any]] = {name: adapter for name, _mode, adapter in UNIONS}


def read(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("direction", ADAPTERS)
def test_every_example_is_read_and_written_alike(direction: str) -> None:
    for example in read(direction):
        message = messages.parse(ADAPTERS[direction], json.dumps(example))
        assert json.loads(message.model_dump_json(exclude_unset=True)) == example


@pytest.mark.parametrize("direction", ADAPTERS)
def test_every_message_type_has_an_example(direction: str) -> None:
    definitions = schema()["$defs"]
    union = definitions[direction]
    names = [part["$ref"].rsplit("/", 1)[1] for part in union.get("oneOf", union.get("anyOf"))]
    types = {definitions[name]["properties"]["type"]["const"] for name in names}
    assert {example["type"] for example in read(direction)} == types


@pytest.mark.parametrize(
    ("direction", "case"), [(direction, case) for direction, cases in read("invalid").items() for case in cases]
)
def test_m2_bad_messages_are_refused_with_a_reason(direction: str, case: dict[str, str]) -> None:
    with pytest.raises(BadMessage) as refused:
        messages.parse(ADAPTERS[direction], case["text"])
    assert refused.value.code == case["code"]
    assert case["says"] in str(refused.value)


def test_v3_unknown_fields_are_ignored() -> None:
    message = messages.parse(messages.AGENT_TO_SERVER, '{"type": "ping", "id": 1, "from": "the future"}')
    assert message.model_dump() == {"type": "ping", "id": 1}


@pytest.mark.parametrize("case", read("frames")["valid"])
def test_e1_frames_are_packed_and_read_alike(case: dict[str, Any]) -> None:
    frame = bytes.fromhex(case["frame"])
    header = envelope.read_header(frame)
    given = case["header"]
    assert {name: getattr(header, name) for name in given} == given
    assert envelope.pack(header, bytes.fromhex(case["payload"])) == frame


@pytest.mark.parametrize("case", read("frames")["invalid"])
def test_e4_what_is_no_envelope_is_refused_with_a_reason(case: dict[str, str]) -> None:
    with pytest.raises(envelope.BadFrame, match=case["why"]):
        envelope.read_header(bytes.fromhex(case["frame"]))


def test_e3_a_frame_is_never_larger_than_64_kib() -> None:
    header = envelope.read_header(bytes.fromhex(read("frames")["valid"][0]["frame"]))
    room = envelope.MAX_FRAME_BYTES - envelope.HEADER_BYTES
    assert len(envelope.pack(header, bytes(room))) == envelope.MAX_FRAME_BYTES
    with pytest.raises(envelope.BadFrame, match="65537"):
        envelope.pack(header, bytes(room + 1))


def test_e5_the_time_of_receipt_is_written_and_nothing_else_changes() -> None:
    frame = bytes.fromhex(read("frames")["valid"][0]["frame"])
    stamped = envelope.stamped(memoryview(frame), 1795330800123.25)
    assert envelope.read_header(stamped).received_at == 1795330800123.25
    assert stamped[:32] == frame[:32]
    assert stamped[40:] == frame[40:]


def test_generated_files_are_fresh() -> None:
    stale = [path.name for path, text in outputs().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make generate`"
