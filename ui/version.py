"""Which version this is: for visitors on the page "About", and for whoever reports an error."""

VERSION = "1.0.0"
