"""Definition files (`.gcn`): what an export of a GetConnector holds, read without running anything of it.

A file is only ever read. It ends in a seal that AFAS puts on it and that nobody else can make, and it carries SQL for
the customer's database: writing or changing one would be working round a protection that is there for the customer.
"""
