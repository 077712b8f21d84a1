"""HTML in another language: all that can be read, and nothing else."""

from ui.language.html import texts, translated
from ui.language.speaking import speaking

PAGE = """<!-- Play --><style>Play {}</style><p class="Play" title="Play" {% if a > 1 %}hidden{% endif %}>
  Play <b>{{ Play }}</b> 1 2 {% if Play %}Step{% endif %}</p><script>"Play"</script>"""


def test_what_is_read_is_translated_and_nothing_else() -> None:
    assert [PAGE[start:end] for start, end in texts(PAGE)] == ["Play", "Play", "Step"]
    assert translated(PAGE) == PAGE
    with speaking("de"):
        page = translated(PAGE)
    said = PAGE.replace('title="Play"', 'title="Abspielen"').replace("\n  Play <b>", "\n  Abspielen <b>")
    assert page == said.replace("%}Step{%", "%}Schritt{%")
