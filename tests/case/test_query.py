"""The filter language: a line, a sentence, an address, and back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import FilterError
from sayso.query import FIELDS, Condition, Filter, sentence
from sayso.query.fields import day_range


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ('kind:airstrike  actor:"Russian Air Force"', 'kind:airstrike actor:"Russian Air Force"'),
        ("Place:Idlib", "place:Idlib"),
        ("place:Idlib,Hama", "place:Idlib,Hama"),
        ('place:"Deir ez-Zor","A, B"', 'place:"Deir ez-Zor","A, B"'),
        ('-status:denied "barrel bombs" -market', '-status:denied "barrel bombs" -market'),
        (r'source:"the \"White Helmets\""', r'source:"the \"White Helmets\""'),
        ("text:a,b", "text:a,b"),
        ("http://x.example", "http://x.example"),
        ("a - b", 'a "-" b'),
    ],
)
def test_a_line_has_one_form(line: str, again: str) -> None:
    try:
        parsed = Filter.parse(line)
    except FilterError:
        assert line.startswith("http")  # a field named http is a slip of the pen, and said to be one
        return
    assert str(parsed) == again
    assert Filter.parse(again) == parsed


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("kidn:airstrike", "Did you mean kind"),
        ("kind:airstrik", "Did you mean airstrike"),
        ("kind:", "no value"),
        ("when:2015-13", "no day"),
        ("when:2015-02-30", "no day"),
        ("when:2016..2015", "ends before"),
        ("when:soon", "not a day"),
        ("killed:many", "not a number"),
        ("killed:nan", "not a number"),
        ("hedged:perhaps", "neither yes nor no"),
        ('actor:"Russian', "not closed"),
        ("place:\0", "NUL"),
        ("when:>9999-12-31", "no day beyond"),
        ("x" * 5_000, "longer than"),
    ],
)
def test_a_slip_is_explained(line: str, message: str) -> None:
    with pytest.raises(FilterError, match=message):
        Filter.parse(line)


def test_words_of_a_command_line() -> None:
    # The shell has taken the quotes: place:"Deir ez-Zor" arrives as one word.
    assert str(Filter.parse(["kind:airstrike", "place:Deir ez-Zor", "barrel bombs"])) == (
        'kind:airstrike place:"Deir ez-Zor" "barrel bombs"'
    )
    assert str(Filter.parse(["kind:airstrike place:Idlib"])) == "kind:airstrike place:Idlib"


_VALUES = {
    "name": st.text(min_size=1, max_size=12).filter(lambda value: value.strip() and "\0" not in value),
    "id": st.text(min_size=1, max_size=12).filter(lambda value: value.strip() and "\0" not in value),
    "text": st.text(min_size=1, max_size=12).filter(lambda value: value.strip() and "\0" not in value),
    "day": st.sampled_from(["2015", "2015-10", "2015-10-12", "2015..2016-02", ">=2015-10", "..2016", "<2015"]),
    "number": st.sampled_from(["5", "5..20", ">=5", "<20", "0.5"]),
    "flag": st.sampled_from(["yes", "no"]),
}


@st.composite
def _conditions(draw: st.DrawFn) -> Condition:
    field = FIELDS[draw(st.sampled_from(sorted(FIELDS)))]
    values = st.sampled_from(field.choices) if field.choices else _VALUES[field.type]
    return Condition(field.name, tuple(draw(st.lists(values, min_size=1, max_size=3))), draw(st.booleans()))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(_conditions(), max_size=4))
def test_line_and_address_give_the_filter_back(conditions: list[Condition]) -> None:
    made = Filter(tuple(conditions))
    try:
        made.address().encode()
        text = str(made)
        text.encode()
    except UnicodeEncodeError:
        return
    assert Filter.parse(text) == made
    assert Filter.from_address("?" + made.address()) == made
    assert sentence(made).endswith(".")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("when:2015-10-12", "on 12 October 2015"),
        ("when:2015..2016-03", "from 2015 to March 2016"),
        ("when:>=2015-10", "from October 2015 on"),
        ("published:<2016", "published before 2016"),
        ("killed:5..20", "with 5 to 20 killed"),
        ("-hedged:yes", "not hedged"),
        ("-hedged:no", "hedged"),
        ("has:coordinates", "that state coordinates"),
        ('"barrel bombs"', "with the words “barrel bombs”"),
        ("actortype:rebel", "by an actor of the type rebel"),
    ],
)
def test_sentences(line: str, words: str) -> None:
    assert words in sentence(Filter.parse(line))
    assert "not not" not in sentence(Filter.parse(line))


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("..2015", (None, "2015-12-31")),
        ("2015..", ("2015-01-01", None)),
        (">2015", ("2016-01-01", None)),
        ("<2015-10-01", (None, "2015-09-30")),
        ("<=2015-10", (None, "2015-10-31")),
    ],
)
def test_days(value: str, days: tuple[str | None, str | None]) -> None:
    assert day_range(value) == days


def test_a_condition_is_set_anew() -> None:
    picked = Filter.parse("kind:airstrike place:Idlib").with_("kind", "shelling")
    assert str(picked) == "place:Idlib kind:shelling"
