"""What a table claims: a row for each member, unless it says that it is for some."""

from collections.abc import Mapping

type Some[K, V] = Mapping[K, V]
"""A table by an enumeration of which some members have no row, on purpose."""
