"""Invoices: hours, expenses, rides and projects of TimeChimp to direct invoices in AFAS."""
