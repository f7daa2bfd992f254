"""Tests of the observer of the room."""
