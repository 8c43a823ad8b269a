"""The record of every write, to AFAS and to TimeChimp: before it leaves, what came back, and the proof of arrival.

AFAS has no idempotency key and works on for up to 900 seconds after a broken line. So a write is recorded first, sent
once, and what it was made of stays claimed until it is certain that it did not arrive.
"""
