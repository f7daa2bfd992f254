"""What the machine delivers and takes."""
