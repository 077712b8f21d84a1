"""Text in a place that reads Markdown."""


def plain(text: str) -> str:
    """Text for a place that reads Markdown, with everything that Markdown would act on made harmless."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+!|~$:" else letter for letter in text)
