"""PySide6 reads no sources of ours; where it has no such function, nothing breaks."""

import importlib
import linecache
import sys

import pytest
from PySide6.QtCore import QObject

from afas_assistant.ui.feature_guard import READS_SOURCES, leave_sources_unread

SELDOM = "colorsys"
"""A module that nobody has loaded."""


def test_a_module_that_is_loaded_is_not_read_as_text() -> None:
    feature = importlib.import_module("shibokensupport.feature")
    assert vars(feature)[READS_SOURCES](importlib) is False
    linecache.clearcache()
    sys.modules.pop(SELDOM, None)
    module = importlib.import_module(SELDOM)
    assert module.__file__ not in linecache.cache


def test_names_stay_as_they_are() -> None:
    assert hasattr(QObject, "setObjectName")
    assert not hasattr(QObject, "set_object_name")


def test_a_pyside_without_that_function_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    feature = importlib.import_module("shibokensupport.feature")
    monkeypatch.delattr(feature, READS_SOURCES)
    leave_sources_unread()
    assert not hasattr(feature, READS_SOURCES)
