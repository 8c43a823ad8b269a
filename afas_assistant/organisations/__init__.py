"""What AFAS Assistant remembers: organisations, their connections and tokens, checks, the wizard, preferences.

This file imports nothing, so that preferences can be read before the window is painted without loading SQLAlchemy.
"""
