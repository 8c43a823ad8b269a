"""A pretend TimeChimp beside the pretend AFAS: both generations of its API on one set of books.

No public description of it is complete. What only one source says, or none, is a switch (``switches``) or marked as
*our assumption*, so that a client is tried against every reading and leans on none.
"""
