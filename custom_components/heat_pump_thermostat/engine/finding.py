"""What testing a terminal can show."""

from enum import StrEnum


class Finding(StrEnum):
    """What came of a test."""

    STOPPED = "stopped"
    """Somebody ended it."""
    PREVENTED = "prevented"
    """Something that comes first kept the terminal off, or ended the test."""
    SILENT = "silent"
    """The relay did not confirm to be on."""
    ON = "on"
    """The relay was on; what it did was not measured."""
    RIGHT_AIR = "right_air"
    """The compressor warmed the air when it had to heat, or cooled it."""
    WRONG_AIR = "wrong_air"
    """It did the opposite: the reversing valve stands on the wrong side."""
    SAME_AIR = "same_air"
    """It changed the air too little to be running."""
