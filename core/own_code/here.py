"""Where the file comes from: the app fills this in when it is downloaded."""

# The app's public address, with a / at its end; "" where it is not known.
BASE = ""
# The first of the small cases, as a link has it; and the run that was shown on the page Export.
CASE_LINK = ""
RUN_LINK = ""
# Of the sentences, where none is chosen.
LANGUAGE = "en"
# What a mistake is called, and what there is to say of it, by its key: in each language but English.
MISTAKE_WORDS: "dict[str, dict[str, tuple[str, str]]]" = {}
