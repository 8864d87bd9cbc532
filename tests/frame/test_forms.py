import re

import pytest
from django.test import Client as Browser

from tests.frame.urls import Ask

pytestmark = pytest.mark.urls("tests.frame.urls")


def test_the_title_of_a_form_that_came_back_starts_with_error(client: Browser) -> None:
    assert "<title>Ask - Lumen IT</title>" in client.get("/frame/page/").content.decode()

    assert "<title>Error: Ask - Lumen IT</title>" in client.post("/frame/page/", {}).content.decode()


def test_each_line_of_the_summary_leads_to_a_control_and_says_the_same_words(client: Browser) -> None:
    text = client.post("/frame/page/", {}).content.decode()
    summary = text[text.index('class="errors"') : text.index("</ul>")]
    lines = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)

    assert [words for _id, words in lines] == ["Write what is going wrong", "Say who is bothered"]
    for control, words in lines:
        assert re.search(rf'<(textarea|input|select)[^>]*\bid="{control}"', text)
        assert text.count(words) == 2


def test_hint_error_and_control_stand_in_that_order_and_are_told_together(client: Browser) -> None:
    text = client.post("/frame/page/", {}).content.decode()
    field = text[text.index('<label for="id_what">') :]
    hint, error, control = (field.index(part) for part in ('id="id_what_hint"', 'id="id_what_error"', "<textarea"))

    assert hint < error < control
    assert 'aria-describedby="id_what_hint id_what_error"' in field
    assert 'aria-invalid="true"' in field


def test_a_form_without_errors_has_no_summary(client: Browser) -> None:
    assert 'class="errors"' not in client.get("/frame/page/").content.decode()


def test_what_was_typed_is_kept(client: Browser) -> None:
    answer = client.post("/frame/page/", {"what": "The <printer> & I", "impact": "9"})

    assert answer.status_code == 422
    assert "The &lt;printer&gt; &amp; I</textarea>" in answer.content.decode()


def test_radios_are_tiles_under_one_legend_and_the_whole_tile_is_the_target(client: Browser) -> None:
    text = client.get("/frame/page/").content.decode()
    group = text[text.index("<fieldset") : text.index("</fieldset>")]

    assert re.search(r"<legend>\s*Who is bothered by it\?\s*</legend>", group)
    assert len(re.findall(r'<label class="tile pick" for="id_impact_\d">\s*<input type="radio"', group)) == 3
    assert "#building" in group


def test_only_optional_fields_say_so(client: Browser) -> None:
    text = client.get("/frame/page/").content.decode()

    assert "Phone (optional)" in text
    for words in ("What is going wrong? (optional)", "Can you still work? (optional)", "Private (optional)"):
        assert words not in text


def test_a_whole_form_is_drawn_with_its_summary() -> None:
    text = str(Ask({}))

    assert text.count('class="field') == 5
    assert 'class="errors"' in text
