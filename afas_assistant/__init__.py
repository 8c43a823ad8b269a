"""AFAS Assistant: connect software to AFAS Profit, prove every line, then do the daily work.

This package imports nothing, so that the window can paint before anything heavy is loaded.
"""

__version__ = "0.1.0"
