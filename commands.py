"""The command line: `flask --app app …`."""

import json

import click
from flask import Flask
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from data_sources.installation import Installation, balance_report


def register(server: Flask, installation: Installation) -> None:
    """Add the commands of an installation to its app."""

    @server.cli.command("balance")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
    def balance(as_json: bool) -> None:
        """What was received, and what became of it: nothing may be missing."""
        show_balance(installation, as_json)


def show_balance(installation: Installation, as_json: bool) -> None:
    """Print the balance of every source. Ends with status 1 when one does not balance."""
    try:
        balances = installation.balances()
    except (RedisError, SQLAlchemyError) as error:
        raise click.ClickException(f"the balance needs Redis and the store: {error}") from error
    reports = [balance_report(balance) for balance in balances]
    names = ("received", "stored", "duplicates", "heartbeats", "dead_lettered", "waiting")
    total = {name: sum(getattr(balance, name) for balance in balances) for name in names}
    if as_json:
        click.echo(json.dumps({**total, "sources": reports}))
    else:
        click.echo("  ".join(f"{name} {value}" for name, value in total.items()))
        for report in reports:
            click.echo("  " + "  ".join(f"{name} {value}" for name, value in report.items()))
    if not all(balance.is_balanced for balance in balances):
        raise SystemExit(1)
