"""The books of the pretend AFAS: what is written is kept by AFAS's rules, and shows in the lists that AFAS shows it in.

Rules and messages come from AFAS's help pages and from what vendors quote; what nobody publishes is a switch, or says
*our assumption* where it stands.
"""
