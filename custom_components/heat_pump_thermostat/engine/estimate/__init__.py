"""What the machine delivers, takes and costs: pure estimates beside the control."""
