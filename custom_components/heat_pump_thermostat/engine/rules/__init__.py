"""What the household's wishes and the weather make of the machine."""
