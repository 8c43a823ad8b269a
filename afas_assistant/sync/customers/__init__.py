"""Customers: debtors of AFAS to TimeChimp, and the making of debtors that AFAS does not have."""
