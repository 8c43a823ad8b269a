"""The practice environment: a pretend AFAS over loopback HTTP, in a process of its own.

It imports none of the rooms of the program on purpose: a fact that the client has wrong must not be wrong here too.
It behaves as AFAS's own pages and public captures say; where nothing public exists, the definition or the docstring
says *our assumption*.
"""
