"""What an agent does in the visitor's page (rules C5-C7).

The server looks at `kind` alone, for the permission and for the features used; the visitor's SDK
decides and carries out. `node` is the capture engine's id of the node that the agent saw under the
pointer, null for the document; `x`, `y` are that point in the visitor's layout viewport, and
`offset_x`, `offset_y` the same point relative to the node's bounding box.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from userview.protocol.messages.common import MAX_URL, Number, Part, Pixels


class Modifiers(Part):
    """Modifier keys held down."""

    alt: bool
    ctrl: bool
    meta: bool
    shift: bool


class MouseAction(Part):
    """One step of the mouse; a click is `down`, then `up` (the SDK adds click, dblclick, contextmenu, and drag and drop).

    A `move` without a press before it is a mouse that passes by. Between `down` and `up` the point counts, not the
    node: what is dragged lies under the pointer.
    """

    kind: Literal["mouse"] = "mouse"
    phase: Literal["down", "move", "up"]
    node: Number | None
    x: Pixels
    y: Pixels
    offset_x: Pixels
    offset_y: Pixels
    button: Annotated[int, Field(ge=0, le=4)]
    clicks: Annotated[int, Field(ge=0, le=3)]
    """How many times in a row, as `MouseEvent.detail` counts."""
    modifiers: Modifiers


class ScrollAction(Part):
    """The wheel turned over a point: the page hears of it first, then the innermost pane there that can, scrolls so far."""

    kind: Literal["scroll"] = "scroll"
    node: Number | None
    x: Pixels
    y: Pixels
    offset_x: Pixels
    offset_y: Pixels
    delta_x: Pixels
    delta_y: Pixels
    """CSS pixels, to the right and downwards."""
    modifiers: Modifiers


class KeyAction(Part):
    """One key pressed and released, at the element that has the focus in the visitor's page."""

    kind: Literal["key"] = "key"
    key: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    code: Annotated[str, StringConstraints(max_length=32)]
    modifiers: Modifiers


class TextAction(Part):
    """Text pasted or composed, inserted at the visitor's focus and selection."""

    kind: Literal["text"] = "text"
    text: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
    pasted: bool = False
    """From the agent's clipboard: the page hears `paste` first."""


class ChooseAction(Part):
    """Set a control that no mirror can open: a native select, date, time or colour input."""

    kind: Literal["choose"] = "choose"
    node: Number
    values: Annotated[list[Annotated[str, StringConstraints(max_length=1000)]], Field(max_length=1000)]
    """Option values of a select; for other controls one value as `HTMLInputElement.value` takes it."""


class NavigateAction(Part):
    """Leave the page: through the tab's history, to the same address anew, or to another address (rule C9)."""

    kind: Literal["navigate"] = "navigate"
    to: Literal["back", "forward", "reload", "url"]
    url: (
        Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#@\\]+([/?#][^\s\\]*)?$", max_length=MAX_URL)] | None
    )
    """An absolute address; null exactly when `to` is something else than `url`."""


class DrawAction(Part):
    """Show the visitor something over the page, which hears nothing of it (rule C10)."""

    kind: Literal["draw"] = "draw"
    tool: Literal["laser", "pen", "highlight", "clear"]
    stroke: Number
    """The agent's number of it: what comes with the same one goes on with the same stroke."""
    node: Number | None
    """The element that is drawn on, or highlighted: the stroke stays with it. Null: the window."""
    points: Annotated[list[Pixels], Field(max_length=128)]
    """x, y, x, y, …, from the top left corner of the element's bounding box; empty for `highlight` and `clear`."""


Action = Annotated[
    MouseAction | ScrollAction | KeyAction | TextAction | ChooseAction | NavigateAction | DrawAction,
    Field(discriminator="kind"),
]
