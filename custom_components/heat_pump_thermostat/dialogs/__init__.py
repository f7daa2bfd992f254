"""Dialogs beyond the first set-up."""
