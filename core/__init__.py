"""The mathematics of a sigmoid classifier, written to be read aloud: numpy only, and pandas where a table is read."""
