"""The tabs of the daily work: what will be sent, sending it, and what became of it."""
