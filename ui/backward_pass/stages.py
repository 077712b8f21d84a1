"""The stages inside one step, forwards and back: their names in the address, and their places."""

STAGES = ("x", "y", "z", "loss", "dz", "slope", "dy", "dw", "update")
X, Y, Z, LOSS, DZ, SLOPE, DY, DW, UPDATE = range(len(STAGES))
