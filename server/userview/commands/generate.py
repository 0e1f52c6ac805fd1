"""Writes `docs/reference/settings.md` from the settings themselves: `python -m userview.commands.generate`."""

from pathlib import Path
from typing import Any, Final, cast

from pydantic.fields import FieldInfo

from userview.settings import PREFIX, Settings, has_option
from userview.settings_limits import LimitSettings

TARGET: Final = Path(__file__).parents[3] / "docs/reference/settings.md"

HEAD: Final = """\
<!-- Generated from server/userview/settings.py and settings_limits.py by `make generate`. -->
# Settings

Each setting is an environment variable. Those with an option in the second column can be given on the command line as
well, which wins. Secrets have no option, because everybody on a machine can read a process's arguments. A value that cannot
be used stops the start with a sentence that names it. `userview doctor` looks at the settings that are in force.
"""

GROUPS: Final = {
    "host": "Where the server listens, and what it is called",
    "data_dir": "Where it keeps things",
    "worker": "How it runs",
    "visitor_retention_days": "How long it keeps things",
    "consent_seconds": "Limits of live sessions",
    "hello_seconds": "Limits of connections",
    "requests_per_minute_per_key": "Limits of the REST API",
    "asset_bytes": "Limits of pictures and fonts",
}
"""Headings, each by the first setting below it."""


def document() -> str:
    """The whole page."""
    fields = Settings.model_fields
    own = [name for name in fields if name not in LimitSettings.model_fields]
    lines: list[str] = [HEAD]
    for name in [*own, *LimitSettings.model_fields]:
        if name in GROUPS:
            lines += [
                "",
                f"## {GROUPS[name]}",
                "",
                "| variable | option | default | what it is |",
                "| --- | --- | --- | --- |",
            ]
        lines.append(_row(name, fields[name]))
    return "\n".join(lines) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    extra = cast("dict[str, Any]", field.json_schema_extra or {})
    about = (field.description or "").replace("|", "\\|")
    unit = f" Unit: {extra['unit']}." if "unit" in extra else ""
    option = f"`--{name.replace('_', '-')}`" if has_option(name) else ""
    return f"| `{PREFIX}{name.upper()}` | {option} | {_default(name, field.default)} | {about}{unit} |"


def _default(name: str, value: object) -> str:
    match value:
        case None | ():
            return ""
        case True:
            return "`true`"
        case False:
            return "`false`"
        case Path() if name == "data_dir":
            return "`./data`"
        case Path():
            return ""
        case _:
            return f"`{value}`"


def main() -> None:
    """Write the page."""
    TARGET.write_text(document())


if __name__ == "__main__":
    main()
