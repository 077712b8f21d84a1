"""The letters that our pages show, by their codes: western and central European ones, Greek, punctuation, superscripts
and subscripts, arrows and mathematics."""

LETTERS = (
    range(0x20, 0x180),
    range(0x2B0, 0x300),
    range(0x370, 0x400),
    range(0x1D40, 0x1D6B),
    range(0x2000, 0x20A0),
    range(0x20AC, 0x20AD),
    range(0x2113, 0x2123),
    range(0x2190, 0x2200),
    range(0x2200, 0x2300),
    range(0x25A0, 0x2600),
    range(0x2713, 0x2719),
)
