"""What was found on one day of watching a contact."""

from __future__ import annotations

from xinglin.content.registers.infectious.contact_person import ContactPerson
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Flag, Measure, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ContactCheck(Register):
    """One day's check of a contact: temperature, symptoms (密切接触者观察记录)."""

    label, office = "密切接触者观察记录", "疾控科"
    source = ContactPerson.source

    contact = Reference("接触者编号", to=ContactPerson, required="always")
    check_date = Date("观察日期", required="always")
    temperature_milli = Measure("体温", minimum=34, maximum=43, required=True, unit="℃")
    has_symptoms = Flag("有症状", required=True)
    symptoms = Text("症状和处理", max_length=200, help="有症状的须填写。")

    lifecycle = REGISTERED
    provides = "contact_check"
    parent = contact
    key = (contact, check_date)
    counting_dates = {"check": CountingDate(check_date, "观察日期")}
    counting_places = {"residence": CountingPlace(Register.place, "现住址")}
    list_columns = (check_date, contact, temperature_milli, has_symptoms, Register.reporter)
    filters = (check_date, has_symptoms, Register.reporter)
    checks = [
        Check(
            "MK01", check_date <= LocalDate(Column("recorded_at")), "观察日期在今天之后，请核对。"
        ),
        Check(
            "MK02",
            check_date >= contact.of(ContactPerson.last_contact_at.date),
            "观察日期早于末次接触日期，请核对。",
        ),
        Check(
            "MK03",
            (has_symptoms == False) | symptoms.is_known(),  # noqa: E712  an expression
            "有症状的须写明症状和处理。",
        ),
    ]
