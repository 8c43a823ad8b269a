"""v1: what is asked, how it is read and what is written."""

import json
from datetime import date
from decimal import Decimal

import pytest

from afas_assistant.timechimp.errors import TimeChimpError
from afas_assistant.timechimp.models import ExpenseCategory
from afas_assistant.timechimp.statuses import Frequency, InvoiceMethod, InvoiceStatus, Kind, RideType, Status
from tests.helpers.timechimp_line import KEY, Asked, Says, table, v1
from tests.helpers.timechimp_samples import V1_CUSTOMER, V1_EXPENSE, V1_INVOICE, V1_PROJECT, V1_RIDE, V1_TIME

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def test_it_shows_its_key_in_the_bearer_header() -> None:
    client, wire = v1(table({"GET /v1/tasks": []}))
    client.greet()
    assert wire.asked[0].headers == {"Accept": "application/json", "Authorization": f"Bearer {KEY.bare}"}


def test_customers() -> None:
    client, wire = v1(table({"GET /v1/customers": [V1_CUSTOMER, {"id": 8, "name": "Alleen een naam"}]}))
    first, second = client.customers()
    assert (first.id, first.number, first.payment_days) == (7, "000123", 30)
    assert (first.hourly_rate, first.mileage_rate) == (Decimal("95.5"), Decimal("0.23"))
    assert (first.address, first.invoice_address, first.phone) == ("Kade 1", "Postbus 2", "")
    assert (first.vat_percentage, first.vat_rate_id) == (Decimal(21), 1)
    assert (second.number, second.active, second.payment_days, second.hourly_rate) == ("", True, None, None)
    assert client.count_customers() == 2
    assert wire.calls() == ["GET /v1/customers"] * 2


def test_projects_of_every_kind() -> None:
    fixed = {"id": 12, "name": "Website", "customerId": 7, "invoiceMethod": 6, "rate": 2500.0, "invoiceStatus": 3,
             "invoiceId": 201, "projectSubscription": None, "projectTasks": None}  # fmt: skip
    client, _ = v1(table({"GET /v1/projects": [V1_PROJECT, fixed]}))
    subscribed, website = client.projects()
    assert subscribed.method is InvoiceMethod.SUBSCRIPTION
    assert subscribed.subscription is not None
    assert (subscribed.subscription.frequency, subscribed.subscription.code) == (Frequency.MONTH, "ABO")
    assert subscribed.subscription.amount * subscribed.subscription.rate == Decimal("99.90")
    assert (subscribed.tasks[0].activity_id, subscribed.tasks[0].hourly_rate) == (31, Decimal(110))
    assert subscribed.tasks[0].project_id == 11
    assert subscribed.users[0].hourly_rate == Decimal("99.95")
    assert (website.method, website.rate) == (InvoiceMethod.PROJECT_RATE, Decimal(2500))
    assert (website.invoice_status, website.invoice_id) == (Status.INVOICED, 201)
    assert (website.subscription, website.tasks) == (None, ())


def test_activities_users_and_project_tasks() -> None:
    client, wire = v1(
        table(
            {
                "GET /v1/tasks": [{"id": 31, "name": "Advies", "code": "8000", "billable": False, "hourlyRate": 90}],
                "GET /v1/users": [{"id": 41, "displayName": "Piet", "userName": "p@example.nl", "employeeNumber": "007",
                                   "contractHourlyRate": 65.5}],
                "GET /v1/projecttasks": [{"id": 21, "projectId": 11, "taskId": 31, "hourlyRate": 110}],
            }
        )
    )  # fmt: skip
    (activity,), (user,), (task,) = client.activities(), client.users(), client.project_tasks()
    assert (activity.code, activity.billable, activity.hourly_rate) == ("8000", False, Decimal(90))
    assert (user.name, user.employee_number, user.contract_rate) == ("Piet", "007", Decimal("65.5"))
    assert (task.project_id, task.activity_id) == (11, 31)
    assert len(wire.asked) == 3


def test_project_tasks_come_from_the_projects_where_they_have_no_list() -> None:
    client, wire = v1(table({"GET /v1/projects": [V1_PROJECT]}))
    assert [(one.id, one.project_id) for one in client.project_tasks()] == [(21, 11)]
    assert wire.calls() == ["GET /v1/projecttasks", "GET /v1/projects"]


def test_hours() -> None:
    client, wire = v1(table({"GET /v1/time/daterange/2026-10-01/2026-10-31": [V1_TIME]}))
    (hours,) = client.registrations(Kind.HOURS, *OCTOBER)
    assert (hours.kind, hours.quantity, hours.date) == (Kind.HOURS, Decimal("7.25"), date(2026, 10, 5))
    assert (hours.billable, hours.rate, hours.amount) == (None, None, None)
    assert (hours.status, hours.internal_status, hours.client_status) == (Status.APPROVED, Status.APPROVED, Status.OPEN)
    assert (hours.project_task_id, hours.activity_id, hours.user_name) == (21, 31, "Piet")
    assert hours.start is not None
    assert hours.start.isoformat() == "2026-10-05T07:00:00+00:00"
    assert len(wire.asked) == 1


def test_expenses_and_rides() -> None:
    client, _ = v1(
        table(
            {
                "GET /v1/expenses/daterange/2026-10-01/2026-10-31": [V1_EXPENSE, {**V1_EXPENSE, "quantity": None}],
                "GET /v1/mileage/daterange/2026-10-01/2026-10-31": [V1_RIDE],
            }
        )
    )
    lunch, single = client.registrations(Kind.EXPENSE, *OCTOBER)
    assert (lunch.quantity, lunch.rate, lunch.amount) == (Decimal(3), Decimal("12.35"), Decimal("37.05"))
    assert (lunch.category_id, lunch.vat_percentage, lunch.billable) == (51, Decimal(9), True)
    assert (lunch.status, lunch.internal_status, lunch.client_status) == (Status.OPEN, Status.OPEN, None)
    assert single.quantity == 1
    (ride,) = client.registrations(Kind.RIDE, *OCTOBER)
    assert (ride.quantity, ride.rate, ride.ride_type) == (Decimal("88.4"), None, RideType.BUSINESS)
    assert (ride.status, ride.internal_status) == (Status.OPEN, Status.APPROVED)
    assert (ride.from_address, ride.to_address, ride.vehicle_name) == ("Utrecht", "Zwolle", "Bus")


def test_categories_are_those_that_occur() -> None:
    other = {**V1_EXPENSE, "id": 9, "categoryId": 50, "categoryName": "benzine"}
    rows = [V1_EXPENSE, other, {**V1_EXPENSE, "id": 10}, {**V1_EXPENSE, "id": 11, "categoryId": None}]
    client, _ = v1(table({"GET /v1/expenses/daterange/2000-01-01/2099-12-31": rows}))
    assert client.expense_categories() == (ExpenseCategory(50, "benzine"), ExpenseCategory(51, "Lunch"))


def test_invoices_of_a_period_with_rows_in_their_order() -> None:
    credit = {**V1_INVOICE, "id": 202, "credit": True, "status": 1, "companyInvoiceId": None, "date": "2026-11-02"}
    without_date = {**V1_INVOICE, "id": 203, "date": None}
    concept_without_date = {**without_date, "id": 205, "status": 1}
    early = {**V1_INVOICE, "id": 204, "date": "2026-09-30T00:00:00"}
    client, _ = v1(table({"GET /v1/invoices": [V1_INVOICE, credit, without_date, concept_without_date, early]}))
    assert [one.id for one in client.invoices(OCTOBER[0])] == [
        201,
        202,
        203,
    ]  # a sent one is not lost for want of a date
    invoice, _ = client.invoices(*OCTOBER)
    assert (invoice.number, invoice.status, invoice.credit) == ("2026-42", InvoiceStatus.OPEN, False)
    assert (invoice.total, invoice.total_without_vat) == (Decimal(121), Decimal(100))
    assert invoice.due_date == date(2026, 11, 30)
    assert [(row.description, row.code) for row in invoice.rows] == [("Advies", "8000"), ("Reizen", "")]
    assert sum(row.total for row in invoice.rows) == Decimal(100)
    concept = next(one for one in client.invoices(date(2026, 11, 1)))
    assert (concept.number, concept.status, concept.credit) == ("", InvoiceStatus.CONCEPT, True)


def test_what_cannot_be_read_is_named_by_its_record() -> None:
    client, _ = v1(table({"GET /v1/invoices": [V1_INVOICE, {**V1_INVOICE, "id": 202, "total": "veel"}]}))
    with pytest.raises(TimeChimpError) as raised:
        list(client.invoices(*OCTOBER))
    assert "total (id 202)" in str(raised.value)


def test_one_of_each() -> None:
    client, _ = v1(
        table(
            {
                "GET /v1/customers/7": V1_CUSTOMER,
                "GET /v1/projects/11": V1_PROJECT,
                "GET /v1/mileage/103": V1_RIDE,
                "GET /v1/invoices/201": V1_INVOICE,
            }
        )
    )
    assert client.customer(7).name == "Jansen BV"
    assert client.project(11).code == "P-11"
    assert client.registration(Kind.RIDE, 103).id == 103
    assert client.invoice(201).number == "2026-42"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({**V1_TIME, "hours": "veel"}, "hours.hours"),
        ({**V1_TIME, "date": None}, "hours.date"),
        ({**V1_TIME, "id": None}, "hours.id"),
        (["x"], "hours"),
    ],
)
def test_a_row_of_another_shape_is_refused_by_name_and_never_left_out(row: object, place: str) -> None:
    client, _ = v1(table({"GET /v1/time/daterange/2026-10-01/2026-10-31": [V1_TIME, row]}))
    with pytest.raises(TimeChimpError) as caught:
        list(client.registrations(Kind.HOURS, *OCTOBER))
    assert caught.value.code == "timechimp_unexpected_shape"
    assert place in caught.value.sentence("en")
    assert "veel" not in caught.value.sentence("en")


# ---------------------------------------------------------------- writing


def test_a_new_customer() -> None:
    client, wire = v1(table({"POST /v1/customers": {"id": 9, "name": "Nieuw"}, "GET /v1/customers/9": V1_CUSTOMER}))
    write = client.new_customer(name="Nieuw", number="000124", payment_days=14, invoice_city="Zwolle")
    assert wire.asked == []
    assert (write.method, write.path) == ("POST", "customers")
    made = client.create_customer(name="Nieuw", number="000124", payment_days=14, invoice_city="Zwolle")
    assert made is not None
    assert wire.asked[0].content == write.content.encode()
    assert wire.asked[0].body == {
        "active": True, "name": "Nieuw", "relationId": "000124", "paymentPeriod": 14, "invoiceCity": "Zwolle",
    }  # fmt: skip
    assert wire.asked[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("answer", [None, [], {"name": "Nieuw"}, {"id": "x"}, {"id": None}, "5"])
def test_an_answer_without_an_id_is_told_and_nothing_is_sent_twice(answer: object) -> None:
    client, wire = v1(table({"POST /v1/customers": Says(answer)}))
    assert client.create_customer(name="Nieuw") is None
    assert len(wire.asked) == 1


def test_a_change_writes_the_whole_customer_back() -> None:
    client, wire = v1(table({"GET /v1/customers/7": V1_CUSTOMER, "PUT /v1/customers": V1_CUSTOMER}))
    client.update_customer(7, number="000999", city="Zwolle", hourly_rate=Decimal("100.05"))
    sent = wire.asked[1].body
    assert sent == {**V1_CUSTOMER, "relationId": "000999", "city": "Zwolle", "hourlyRate": 100.05}
    assert wire.calls() == ["GET /v1/customers/7", "PUT /v1/customers", "GET /v1/customers/7"]


class Statuses:
    """A v1 that keeps statuses; `spelling` is the one path that it knows."""

    def __init__(self, spelling: str = "changestatusintern") -> None:
        self.rows = {number: {**V1_TIME, "id": number, "date": f"2026-10-{number:02d}"} for number in range(1, 4)}
        self.spelling = spelling
        self.deaf = False

    def __call__(self, asked: Asked) -> Says:
        if asked.path == f"/v1/time/{self.spelling}":
            if not self.deaf:
                for number in asked.body["registrationIds"]:
                    self.rows[number].update(statusIntern=asked.body["status"], status=asked.body["status"])
            return Says("thanks")
        if asked.path.startswith("/v1/time/daterange/"):
            first, last = asked.path.split("/")[-2:]
            return Says([row for row in self.rows.values() if first <= row["date"] <= last])
        number = asked.path.rpartition("/")[2]
        if asked.method == "GET" and number.isdigit() and int(number) in self.rows:
            return Says(self.rows[int(number)])
        return Says({"message": "Not found"}, 404)


def test_a_change_of_status_is_proved_by_reading() -> None:
    statuses = Statuses()
    client, wire = v1(statuses)
    before = tuple(client.registrations(Kind.HOURS, *OCTOBER))[:2]
    after = client.set_status(before, Status.INVOICED, "Factuur 12")
    assert [(one.id, one.internal_status) for one in after] == [(1, Status.INVOICED), (2, Status.INVOICED)]
    assert wire.asked[1].body == {"registrationIds": [1, 2], "status": 3, "message": "Factuur 12"}
    assert wire.calls()[2:] == ["GET /v1/time/daterange/2026-10-01/2026-10-02"]
    assert client.set_status(after, Status.APPROVED)[0].internal_status is Status.APPROVED
    assert "message" not in wire.asked[3].body


def test_the_other_spelling_is_tried() -> None:
    statuses = Statuses("changestatusinternal")
    client, wire = v1(statuses)
    client.set_status(tuple(client.registrations(Kind.HOURS, *OCTOBER)), Status.INVOICED)
    assert wire.calls()[1:3] == ["POST /v1/time/changestatusintern", "POST /v1/time/changestatusinternal"]
    assert {row["status"] for row in statuses.rows.values()} == {3}


def test_an_answer_in_doubt_is_raised_when_reading_shows_that_it_was_not_done() -> None:
    statuses = Statuses()
    statuses.deaf = True
    client, _ = v1(statuses)
    with pytest.raises(TimeChimpError) as caught:
        client.set_status(tuple(client.registrations(Kind.HOURS, *OCTOBER)), Status.INVOICED)
    assert caught.value.code == "not_timechimp"


def test_a_registration_that_moved_is_found_and_one_that_is_gone_is_left_out() -> None:
    statuses = Statuses()
    client, _ = v1(statuses)
    before = tuple(client.registrations(Kind.HOURS, *OCTOBER))
    statuses.rows[2]["date"] = "2026-12-24"
    del statuses.rows[3]
    assert [(one.id, one.date.month) for one in client.reread(before)] == [(1, 10), (2, 12)]
    assert client.reread(()) == ()


def test_one_hundred_at_most_one_kind_and_no_unknown_status() -> None:
    client, wire = v1(table({}))
    for ids in ([], list(range(101))):
        with pytest.raises(ValueError, match="1 to 100"):
            client.changed_status(Kind.HOURS, ids, Status.INVOICED)
    with pytest.raises(ValueError, match="cannot be written"):
        client.changed_status(Kind.HOURS, [1], Status.UNKNOWN)
    with pytest.raises(ValueError, match="one kind"):
        client.set_status((), Status.INVOICED)
    assert wire.asked == []


@pytest.mark.parametrize(("kind", "path"), [(Kind.HOURS, "time"), (Kind.EXPENSE, "expenses"), (Kind.RIDE, "mileage")])
def test_each_kind_has_its_own_path(kind: Kind, path: str) -> None:
    client, _ = v1(table({}))
    write = client.changed_status(kind, [5], Status.INVOICED)
    assert (write.method, write.path) == ("POST", f"{path}/changestatusintern")
    assert json.loads(write.content) == {"registrationIds": [5], "status": 3}


def test_the_harmless_write_names_nothing() -> None:
    client, _ = v1(table({}))
    assert json.loads(client.harmless_write().content)["registrationIds"] == []
