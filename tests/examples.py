"""How many examples of a property are tried: all of them in continuous integration, and a third
behind every change, for they are a fifth of what the tests take."""

import os

from hypothesis import settings

# Said by whoever runs continuous integration, GitHub too.
EVERYTHING = "CI" in os.environ
# Fewer would leave out whole kinds of values.
FEWEST = 20


def examples(most: int) -> settings:
    """Settings for so many examples, or a third of them."""
    count = most if EVERYTHING else max(most // 3, min(most, FEWEST))
    return settings(max_examples=count)
