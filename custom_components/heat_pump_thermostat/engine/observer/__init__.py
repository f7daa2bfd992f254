"""How warm the room is between what a sensor says, and how warm it will be."""
