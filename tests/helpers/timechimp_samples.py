"""Objects as TimeChimp sends them, in the form of each generation; the values are ours."""

from typing import Any

V1_CUSTOMER: dict[str, Any] = {
    "id": 7, "active": True, "relationId": "000123", "name": "Jansen BV", "address": "Kade 1", "postalCode": "1234 AB",
    "city": "Utrecht", "country": "Nederland", "phone": None, "email": "info@example.nl", "website": None,
    "paymentPeriod": 30, "tax": 21.0, "hourlyRate": 95.5, "mileageRate": 0.23, "iban": "NL91ABNA0417164300",
    "bic": None, "vatNumber": "NL001234567B01", "kvkNumber": "12345678", "invoiceAddress": "Postbus 2",
    "invoicePostalCode": "1200 AA", "invoiceCity": "Utrecht", "invoiceCountry": "Nederland", "notes": "Belt vooraf",
    "tagIds": [4], "tagNames": ["Goud"],
    "vatRateId": 1, "vatRatePercentage": 21.0, "contacts": [{"id": 3, "name": "Anna"}], "intern": False,
    "modified": "2026-10-01T08:00:00.123",
}  # fmt: skip
V2_CUSTOMER: dict[str, Any] = {
    "id": 7, "active": True, "relationId": "000123", "name": "Jansen BV",
    "address": {"address": "Kade 1", "postalCode": "1234 AB", "city": "Utrecht", "country": "Nederland"},
    "invoiceAddress": {"address": "Postbus 2", "postalCode": "1200 AA", "city": "Utrecht", "country": "Nederland"},
    "phone": None, "email": "info@example.nl", "website": None, "paymentPeriod": 30, "hourlyRate": 95.5,
    "mileageRate": 0.23, "iban": "NL91ABNA0417164300", "bic": None, "vatNumber": "NL001234567B01",
    "kvkNumber": "12345678", "notes": "Belt vooraf", "prospect": False, "vatRate": {"id": 1, "percentage": 21.0},
    "tags": [{"id": 4, "name": "Goud"}], "contacts": [{"id": 3, "name": "Anna"}],
}  # fmt: skip
V1_PROJECT: dict[str, Any] = {
    "id": 11, "active": True, "customerId": 7, "customerName": "Jansen BV", "name": "Onderhoud", "code": "P-11",
    "invoiceMethod": 9, "hourlyRate": None, "rate": 0.0, "startDate": "2026-01-01T00:00:00", "endDate": None,
    "invoiceStatus": 0, "invoiceId": None, "invoiceReference": None, "invoiceInInstallments": False,
    "projectTasks": [{"id": 21, "taskId": 31, "taskName": "Advies", "hourlyRate": 110.0, "billable": True}],
    "projectUsers": [{"id": 22, "userId": 41, "userDisplayName": "Piet", "hourlyRate": 99.95}],
    "projectSubscription": {
        "id": 5, "frequency": 2, "startDate": "2026-01-01T00:00:00", "endDate": None, "description": "Abonnement",
        "code": "ABO", "amount": 2.0, "rate": 49.95,
    },
}  # fmt: skip
V2_PROJECT: dict[str, Any] = {
    "id": 11, "active": True, "customer": {"id": 7, "name": "Jansen BV"}, "name": "Onderhoud", "code": "P-11",
    "startDate": "2026-01-01", "endDate": None,
    "invoicing": {"method": "ProjectRate", "hourlyRate": None, "fixedRate": 2500.0, "reference": "Fase 1"},
    "projectTasks": [
        {"id": 21, "active": True, "billable": True, "hourlyRate": 110.0, "task": {"id": 31, "name": "Advies"}}
    ],
    "projectUsers": [{"id": 22, "active": True, "hourlyRate": 99.95, "user": {"id": 41, "displayName": "Piet"}}],
}  # fmt: skip
V1_TIME: dict[str, Any] = {
    "id": 101, "customerId": 7, "customerName": "Jansen BV", "projectId": 11, "projectName": "Onderhoud",
    "projectTaskId": 21, "taskId": 31, "taskName": "Advies", "userId": 41, "userDisplayName": "Piet",
    "date": "2026-10-05T00:00:00", "hours": 7.25, "notes": "Overleg", "status": 2, "statusIntern": 2,
    "statusExtern": 0, "start": "2026-10-05T07:00:00", "end": "2026-10-05T14:15:00",
    "modified": "2026-10-05T15:00:00.5",
}  # fmt: skip
V1_EXPENSE: dict[str, Any] = {
    "id": 102, "customerId": 7, "projectId": None, "categoryId": 51, "categoryName": "Lunch", "userId": 41,
    "userDisplayName": "Piet", "date": "2026-10-06T00:00:00", "notes": None, "quantity": 3.0, "rate": 12.35, "tax": 9.0,
    "billable": True, "status": 0,
}  # fmt: skip
V1_RIDE: dict[str, Any] = {
    "id": 103, "customerId": 7, "projectId": 11, "vehicleId": 61, "vehicleName": "Bus", "userId": 41,
    "userDisplayName": "Piet", "date": "2026-10-07T00:00:00", "fromAddress": "Utrecht", "toAddress": "Zwolle",
    "distance": 88.4, "billable": False, "type": 2, "status": 0, "statusIntern": 2,
}  # fmt: skip
V2_TIME: dict[str, Any] = {
    "id": 101, "project": {"id": 11, "name": "Onderhoud"}, "task": {"id": 31, "name": "Advies"},
    "user": {"id": 41, "displayName": "Piet"}, "date": "2026-10-05", "hours": 7.25, "notes": "Overleg",
    "status": "Approved", "clientStatus": "Open", "billable": True,
}  # fmt: skip
V2_EXPENSE: dict[str, Any] = {
    "id": 102, "customer": {"id": 7, "name": "Jansen BV"}, "project": None, "product": {"id": 51, "name": "Lunch"},
    "user": {"id": 41, "displayName": "Piet"}, "date": "2026-10-06", "quantity": 3, "rate": 12.35,
    "vatRate": {"id": 2, "percentage": 9}, "billable": True, "status": "Open",
}  # fmt: skip
V1_INVOICE: dict[str, Any] = {
    "id": 201, "companyInvoicePrefix": "2026-", "companyInvoiceId": 42, "customerId": 7, "status": 2,
    "customerRelationId": "000123", "customerName": "Jansen BV", "customerVatNumber": "NL001234567B01",
    "date": "2026-10-31T00:00:00", "dueDate": "2026-11-30T00:00:00", "reference": "PO 9", "total": 121.0,
    "totalExTax": 100.0, "currency": "EUR", "exchangeRate": 1.0, "credit": False,
    "invoiceRows": [
        {"id": 2, "invoiceId": 201, "description": "Reizen", "quantity": 1.0, "price": 0.1, "tax": 0.0, "total": 0.1,
         "index": 1, "code": None},
        {"id": 1, "invoiceId": 201, "description": "Advies", "quantity": 1.0, "price": 99.9, "tax": 21.0, "total": 99.9,
         "index": 0, "code": "8000"},
    ],
}  # fmt: skip
