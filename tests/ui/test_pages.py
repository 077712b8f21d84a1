"""The pages tell one story, in the order of the navigation."""

from ui.pages import PAGES, after, menus


def test_each_page_leads_to_the_next_and_the_footer_to_none() -> None:
    story = [page for page in PAGES.values() if not page.in_footer]
    assert [after(page) for page in story] == [*story[1:], None]
    assert all(after(page) is None for page in PAGES.values() if page.in_footer)


def test_a_menu_is_one_piece_of_the_story_and_each_page_is_in_one() -> None:
    assert sorted(page.code for pages in menus().values() for page in pages) == sorted(PAGES)
    places = list(PAGES.values())
    for menu, pages in menus().items():
        if menu:
            at = [places.index(page) for page in pages]
            assert at == list(range(at[0], at[0] + len(at)))


def test_every_page_asks_a_question_of_one_line() -> None:
    for page in PAGES.values():
        assert 20 < len(page.question) < 110
        assert page.question[-1] in ".?"
