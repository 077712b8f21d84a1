"""What stands around every page is made once, and comes as it always came."""

from streamlit.testing.v1 import AppTest

from ui.assets import HERE, PAGE_STYLES, joined, player_style
from ui.pages import PAGES
from ui.settings import page_frame


def test_the_style_is_sent_as_it_is_written():
    def page():
        import streamlit as st

        from ui.settings import page_frame

        st.html(page_frame.style())

    (sent,) = AppTest.from_function(page).run().get("html")
    assert sent.proto.body == f"<style>{joined(PAGE_STYLES)}{player_style()}</style>"


def test_a_page_has_a_sheet_of_its_name_and_no_other_page_has_it():
    sheets = {file.stem for file in (HERE / "pages").glob("*.css")}
    assert {code for code in PAGES if page_frame.page_style(code)} == sheets
    for code in sheets:
        assert page_frame.page_style(code)._repr_html_() == f"<style>{joined((f'pages/{code}.css',))}</style>"


def test_each_run_has_pages_of_its_own():
    def page():
        from ui.pages import HOME, PAGES
        from ui.settings import page_frame

        first, second = page_frame.scripts(), page_frame.scripts()
        assert list(first) == list(PAGES)
        # Streamlit notes in a page that it has been run.
        assert all(first[code] is not second[code] for code in PAGES)
        assert [each.url_path or HOME.code for each in first.values()] == list(PAGES)

    assert not AppTest.from_function(page).run().exception


def test_the_icon_is_a_part_of_the_page():
    assert page_frame.icon().startswith("data:image/png;base64,iVBOR")
