"""`cobatch createorg`: the first act of a company has nobody to do it, so whoever runs the server does."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cobatch.network.models import Organisation, Person
from cobatch.network.tenancy import choose
from cobatch.steps.parties.founding import Founding, Seat, found


class Command(BaseCommand):
    """Makes a company with one site and its administrator, its signing key and its log."""

    help = "Make an organisation with its administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="short code, e.g. HR; partners find the company by it")
        parser.add_argument("name", help="the company's name")
        parser.add_argument("--sponsor", action="store_true", help="it orders")
        parser.add_argument("--cmo", action="store_true", help="it manufactures")
        parser.add_argument("--country", required=True, help="two letters, e.g. US")
        parser.add_argument("--currency", required=True, help="three letters, e.g. USD")
        parser.add_argument("--city", required=True)
        parser.add_argument("--zone", required=True, help="time zone, e.g. America/New_York")
        parser.add_argument("--subdivision", default="", help="state or province with holidays of its own")
        parser.add_argument("--email", required=True, help="of the administrator")
        parser.add_argument("--person", required=True, help="the administrator's full name")
        parser.add_argument("--password", help="else it is asked for")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["sponsor"] and not options["cmo"]:
            raise CommandError("Say what the company is: --sponsor, --cmo, or both.")
        choose(None)
        if Organisation.objects.filter(code=options["code"].upper()).exists():
            raise CommandError(f"There is a company with the code {options['code'].upper()}.")
        if Person.objects.filter(email__iexact=options["email"]).exists():
            raise CommandError(f"Somebody has the address {options['email']} already.")
        administrator = found(_founding(options, _password(options["password"])))
        self.stdout.write(
            f"{administrator.organisation.name} is founded; {administrator.email} administers it."
        )


def _password(given: str | None) -> str:
    password = given or getpass.getpass("Password of the administrator: ")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password


def _founding(options: dict[str, Any], password: str) -> Founding:
    seat = Seat(options["city"], options["city"], options["zone"], options["country"], options["subdivision"])
    return Founding(
        code=options["code"], name=options["name"], country=options["country"], currency=options["currency"],
        seat=seat, administrator_email=options["email"], administrator_name=options["person"], password=password,
        is_sponsor=options["sponsor"], is_cmo=options["cmo"], administrator_title="Administrator",
    )  # fmt: skip
