"""The daily work: plan, apply, confirm.

Planning is pure and shows every record with its verdict; applying sends what was ticked, through the outbox, once;
confirming looks whether it arrived. One module or more for each kind: customers, invoices, bookings.
"""
