"""Sales bookings: invoices that TimeChimp sent to journal entries in AFAS."""
